import { expect, test } from 'vitest'
import { slackApp } from './slack.fixture.ts'

const { connected } = await slackApp()

test('a webhook has no direct messages', async () => {
  const ada = await connected('Ada Channel')
  const answer = await ada.browser.put(`/teams/${ada.teamId}/slack/direct`, { direct: true })
  expect(answer.body.code).toBe('no_direct_messages')
})
