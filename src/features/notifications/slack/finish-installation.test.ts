import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { slackApp } from './slack.fixture.ts'

const { app, slack, fail, mailed } = await slackApp()

test('the app: OAuth to a channel, direct messages for who wants them, a revoked token falls back to e-mail', async () => {
  const ada = await app.person('Ada App')
  const team = `/teams/${ada.teamId}`
  const begun = await ada.browser.post(`${team}/slack/authorizations`)
  const url = new URL(begun.body.url)
  expect(url.pathname).toBe('/oauth/v2/authorize')
  expect(url.searchParams.get('redirect_uri')).toBe(`${app.config.publicUrl}/settings/notifications/slack`)
  const state = url.searchParams.get('state') ?? ''
  const mallory = await app.person('Mal Lory')
  await app.join(mallory, ada.teamId, 'admin')
  const install = (who: Person, body: object) => who.browser.post(`${team}/slack/installations`, body)
  expect((await install(mallory, { code: 'good-code', state })).body.code).toBe('slack_state_unknown')
  expect((await install(ada, { code: 'bad-code', state })).body.code).toBe('slack_refused')
  const done = await install(ada, { code: 'good-code', state })
  expect(done.body).toMatchObject({ connected: { kind: 'app', label: '#alerts in Acme' }, direct: false })
  app.clock.advance(minutes(16))
  expect((await install(ada, { code: 'good-code', state })).body.code).toBe('slack_state_unknown')

  await ada.browser.put(`${team}/notifications/defaults`, { type: 'test-failures', choices: ['slack'] })
  expect((await ada.browser.put(`${team}/slack/direct`, { direct: true })).body.code).toBe('not_in_slack')
  slack.people[ada.email] = 'U1'
  expect((await ada.browser.put(`${team}/slack/direct`, { direct: true })).body.direct).toBe(true)
  await fail(ada.teamId)
  expect(slack.posted.map(({ channel }) => channel).sort()).toEqual(['C1', 'U1'])
  slack.posted.length = 0
  slack.treat = () => 'revoked'
  await fail(ada.teamId, 'revoked')
  expect((await mailed(ada)).at(-1)?.text).toContain('token_revoked')
  expect((await mailed(mallory)).at(-1)?.subject).toBe('revoked')
  const rows = JSON.stringify(await app.sql('SELECT * FROM slack_connections'))
  expect(`${rows}${app.logged()}`).not.toContain('xoxb-canary-token')
})
