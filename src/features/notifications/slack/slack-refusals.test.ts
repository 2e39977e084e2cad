import { afterAll, beforeEach, expect, test } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { deliveriesOf, failedRun, tell, tick } from '../telling.fixture.ts'
import { slackServer } from './slack-server.fixture.ts'

const slack = await slackServer()
const app = await testApp(slack.settings)
afterAll(() => slack.close())
beforeEach(() => {
  slack.treat = () => 'takes'
  slack.posted.length = 0
  slack.reached = 0
})

/** Somebody whose team is connected by a webhook, or by the app, and who chose Slack alone. */
async function connected(name: string, by: 'webhook' | 'app'): Promise<Person> {
  const ada = await app.person(name)
  const team = `/teams/${ada.teamId}`
  if (by === 'webhook') await ada.browser.put(`${team}/slack/webhook`, { url: `${slack.url}/services/T00/B00/x` })
  else {
    const { body } = await ada.browser.post(`${team}/slack/authorizations`)
    const state = new URL(body.url).searchParams.get('state')
    const done = await ada.browser.post(`${team}/slack/installations`, { code: 'good-code', state })
    expect(done.status, done.text).toBe(200)
  }
  await ada.browser.put(`${team}/notifications/preferences`, { type: 'test-failures', choices: ['slack'] })
  return ada
}

async function fail(ada: Person, title: string): Promise<void> {
  await tell(app, failedRun(ada.teamId, { title }))
  await app.drain()
  app.clock.advance(minutes(5))
  await tick(app)
}

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
  const ada = await connected('Ada Refused', by)
  slack.treat = () => ({ status, says })
  await fail(ada, 'refused')
  expect(slack.reached).toBe(1)
  expect(await letters(ada)).toEqual(['refused'])
  expect(await brokenOf(ada)).toBeNull()
  slack.treat = () => 'takes'
  await fail(ada, 'next')
  expect(slack.posted.map(({ text }) => text)).toEqual(['next'])
  expect(await letters(ada)).toEqual(['refused'])
})

test('408 of a proxy passes: the message is tried again', async () => {
  const ada = await connected('Ada Proxy', 'webhook')
  slack.treat = () => ({ status: 408, says: 'Request Timeout' })
  await fail(ada, 'slow')
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([
    { state: 'waiting', says: '408 Request Timeout' },
  ])
  slack.treat = () => 'takes'
  app.clock.advance(seconds(10))
  await tick(app)
  expect(slack.posted.map(({ text }) => text)).toEqual(['slow'])
  expect([await brokenOf(ada), await letters(ada)]).toEqual([null, []])
})
