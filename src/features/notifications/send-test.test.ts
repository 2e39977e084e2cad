import { expect, test } from 'vitest'
import { slackApp } from './slack/slack.fixture.ts'

const { app, slack, connected, mailed } = await slackApp()

test('a test goes out at once, to Slack and by e-mail; a message of mail-only types does not go to Slack', async () => {
  const ada = await connected('Ada Tests')
  const path = `/teams/${ada.teamId}/notifications/tests`
  expect((await ada.browser.post(path, { type: 'test-failures', channel: 'slack' })).status).toBe(202)
  expect((await ada.browser.post(path, { type: 'usage-alerts', channel: 'email' })).status).toBe(202)
  await app.drain()
  expect(slack.posted.map(({ text }) => text)).toEqual(['Test: Test Failures'])
  expect((await mailed(ada)).map(({ subject }) => subject)).toEqual(['Test: Usage Alerts'])
  expect((await ada.browser.post(path, { type: 'usage-alerts', channel: 'slack' })).body.code).toBe('not_by_slack')
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/notifications/deliveries`)
  expect(body.items).toMatchObject([
    { channel: 'email', state: 'sent', isTest: true },
    { channel: 'slack', state: 'sent', isTest: true },
  ])
  const bob = await app.person('Bob Unconnected')
  const other = await bob.browser.post(`/teams/${bob.teamId}/notifications/tests`, {
    type: 'test-failures',
    channel: 'slack',
  })
  expect(other.body.code).toBe('slack_not_connected')
})
