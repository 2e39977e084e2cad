import { expect, test } from 'vitest'
import { slackApp } from './slack.fixture.ts'

const { connected, fail, mailed } = await slackApp()

test('who chose Slack in a team without one is told by e-mail, and why', async () => {
  const ada = await connected('Ada Without')
  await ada.browser.delete(`/teams/${ada.teamId}/slack`)
  await fail(ada.teamId)
  expect((await mailed(ada)).at(-1)?.text).toContain('no Slack is connected to this team')
})
