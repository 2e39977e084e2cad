import { expect, test } from 'vitest'
import { seconds } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { deliveriesOf, tick } from '../telling.fixture.ts'
import { slackApp } from './slack.fixture.ts'

const { app, slack, connected, fail } = await slackApp()
const letters = async (ada: Person) =>
  (await app.mail(ada.email)).filter(({ text }) => text.includes('You chose Slack')).map(({ subject }) => subject)
const brokenOf = async (ada: Person) => (await ada.browser.get(`/teams/${ada.teamId}/slack`)).body.broken

test.each<['webhook' | 'app', number, string]>([
  ['webhook', 400, 'invalid_payload'],
  ['webhook', 400, 'invalid_blocks'],
  ['webhook', 400, 'no_text'],
  ['webhook', 413, '<html>Payload Too Large</html>'],
  ['app', 200, 'invalid_blocks'],
  ['app', 200, 'msg_blocks_too_long'],
])('%s, %i %s: this one message goes by e-mail, and the next one to Slack', async (by, status, says) => {
  const ada = await connected('Ada Refused', { by })
  slack.treat = () => ({ status, says })
  await fail(ada.teamId, 'refused')
  expect(slack.reached).toBe(1)
  expect(await letters(ada)).toEqual(['refused'])
  expect(await brokenOf(ada)).toBeNull()
  slack.treat = () => 'takes'
  await fail(ada.teamId, 'next')
  expect(slack.posted.map(({ text }) => text)).toEqual(['next'])
  expect(await letters(ada)).toEqual(['refused'])
})

test('408 of a proxy passes: the message is tried again', async () => {
  const ada = await connected('Ada Proxy')
  slack.treat = () => ({ status: 408, says: 'Request Timeout' })
  await fail(ada.teamId, 'slow')
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([
    { state: 'waiting', says: '408 Request Timeout' },
  ])
  slack.treat = () => 'takes'
  app.clock.advance(seconds(10))
  await tick(app)
  expect(slack.posted.map(({ text }) => text)).toEqual(['slow'])
  expect([await brokenOf(ada), await letters(ada)]).toEqual([null, []])
})
