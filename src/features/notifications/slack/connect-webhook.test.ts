import { expect, test } from 'vitest'
import { slackApp } from './slack.fixture.ts'

const { app, connected } = await slackApp()

test.each([
  ['http://hooks.slack.com.evil.example/services/T/B/secret'],
  ['https://hooks.slack.com@127.0.0.1/services/T/B/secret'],
  ['https://evil.example/services/T/B/secret'],
  ['http://localhost:1/services/T/B/secret'],
  ['not an address'],
  ['file:///etc/passwd'],
])('V121, V122: %s is no address of Slack', async (url) => {
  const ada = await app.person('Ada Evil')
  const answer = await ada.browser.put(`/teams/${ada.teamId}/slack/webhook`, { url })
  expect([answer.status, answer.body.code]).toEqual([400, 'not_a_slack_address'])
})

test('the address is sealed in the database and stands in no answer and no log', async () => {
  const ada = await connected('Ada Sealed')
  const { text } = await ada.browser.get(`/teams/${ada.teamId}/slack`)
  const rows = await app.sql('SELECT * FROM slack_connections')
  expect(`${text}${JSON.stringify(rows)}${app.logged()}`).not.toContain('canary-secret')
})
