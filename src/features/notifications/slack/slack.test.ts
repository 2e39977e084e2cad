import { afterAll, afterEach, expect, test } from 'vitest'
import { days, hours, minutes, seconds } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { deliveriesOf, failedRun, tell, tick } from '../telling.fixture.ts'
import { slackServer, type Treatment } from './slack-server.fixture.ts'

const slack = await slackServer()
const app = await testApp(slack.settings)
afterAll(() => slack.close())
afterEach(() => {
  slack.treat = () => 'takes'
  slack.posted.length = 0
  slack.reached = 0
})

const webhook = () => `${slack.url}/services/T00/B00/canary-secret`
const mailed = async (person: Person) =>
  (await app.mail(person.email)).filter(({ text }) => !text.includes('/confirm-sign-up'))

/** Somebody whose team is connected and who chose Slack alone. */
async function connected(name: string, more: { choices?: string[] } = {}): Promise<Person> {
  const ada = await app.person(name)
  const answer = await ada.browser.put(`/teams/${ada.teamId}/slack/webhook`, { url: webhook(), label: '#alerts' })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const choices = more.choices ?? ['slack']
  await ada.browser.put(`/teams/${ada.teamId}/notifications/preferences`, { type: 'test-failures', choices })
  return ada
}

/** A failed run whose burst is over. */
async function fail(teamId: string, title = '2 of 12 tests failed: Shop'): Promise<void> {
  await tell(app, failedRun(teamId, { title }))
  await app.drain()
  app.clock.advance(minutes(5))
  await tick(app)
}

test('the message says status, suite and project, counts, duration, at most three failures, and where to look', async () => {
  const ada = await connected('Ada Slack')
  const items = ['one', 'two <!channel>', 'three', 'four']
  await tell(app, failedRun(ada.teamId, { items, title: '2 of 12 tests failed: <Shop> & more' }))
  app.clock.advance(minutes(5))
  await tick(app)
  const [posted] = slack.posted
  expect(posted?.path).toBe('/services/T00/B00/canary-secret')
  expect(posted?.text).toBe('2 of 12 tests failed: &lt;Shop&gt; &amp; more')
  expect(posted?.blocks).toMatchObject([
    { type: 'header', text: { type: 'plain_text', text: '2 of 12 tests failed: <Shop> & more' } },
    {
      type: 'section',
      fields: ['Status', 'Project', 'Tests', 'Passed', 'Failed', 'Skipped', 'Duration'].map((label) => ({
        text: expect.stringContaining(`*${label}*`),
      })),
    },
    { type: 'section', text: { type: 'mrkdwn', text: '• one\n• two &lt;!channel&gt;\n• three' } },
    { type: 'actions', elements: [{ url: `${app.config.publicUrl}/runs/run_1?team=${ada.teamId}` }] },
  ])
  expect(await mailed(ada)).toEqual([])
})

test('however many of a team chose Slack, its channel gets one message', async () => {
  const ada = await connected('Ada Many', { choices: ['email', 'slack'] })
  const ben = await app.person('Ben Many')
  await app.join(ben, ada.teamId, 'admin')
  await ben.browser.put(`/teams/${ada.teamId}/notifications/preferences`, { type: 'test-failures', choices: ['slack'] })
  await fail(ada.teamId)
  expect(slack.posted).toHaveLength(1)
  expect((await mailed(ada)).map(({ subject }) => subject)).toEqual(['2 of 12 tests failed: Shop'])
  expect(await mailed(ben)).toEqual([])
  const { body } = await ben.browser.get(`/teams/${ada.teamId}/notifications/deliveries`)
  expect(body.items).toMatchObject([{ channel: 'slack', state: 'sent' }])
})

test('a burst is one message in Slack too', async () => {
  const ada = await connected('Ada Floods')
  for (let i = 0; i < 12; i++) await tell(app, failedRun(ada.teamId, { title: `Failure ${i}` }))
  app.clock.advance(minutes(5))
  await tick(app)
  expect(slack.posted.map(({ text }) => text)).toEqual(['12 × Test Failures in Ada’s team'])
})

test.each<[Treatment, string]>([
  ['no service', '404 no_service'],
  ['archived', '410 channel_is_archived'],
  ['forbidden', '403 action_prohibited'],
])(
  'Slack that answers “%s” is broken: e-mail instead, with the reason, until it is connected anew',
  async (treatment, says) => {
    const ada = await connected('Ada Broken')
    slack.treat = () => treatment
    await fail(ada.teamId, 'first')
    expect(slack.reached).toBe(1)
    const [letter] = await mailed(ada)
    expect(letter?.subject).toBe('first')
    expect(letter?.text).toContain(
      `You chose Slack, but Slack did not take this message: ${says}. So this came by e-mail.`,
    )
    const view = await ada.browser.get(`/teams/${ada.teamId}/slack`)
    expect(view.body).toMatchObject({ connected: { label: '#alerts' }, broken: { says } })
    await fail(ada.teamId, 'second')
    expect(slack.reached).toBe(1)
    expect((await mailed(ada)).at(-1)?.text).toContain(`Slack does not take messages of this team: ${says}`)
    slack.treat = () => 'takes'
    await ada.browser.post('/auth/confirmation', { password: ada.password })
    await ada.browser.put(`/teams/${ada.teamId}/slack/webhook`, { url: webhook(), label: '#alerts' })
    await fail(ada.teamId, 'third')
    expect(slack.posted.map(({ text }) => text)).toEqual(['third'])
    expect(await mailed(ada)).toHaveLength(2)
  },
)

test('“too many” is waited for as long as Slack asks, and nothing overtakes', async () => {
  const ada = await connected('Ada Waits')
  slack.treat = () => 'too many'
  slack.retryAfter = 90
  await fail(ada.teamId, 'first')
  await tell(app, failedRun(ada.teamId, { title: 'other', projectId: 'prj_other' }))
  expect(slack.reached).toBe(1)
  slack.treat = () => 'takes'
  app.clock.advance(seconds(60))
  await tick(app)
  expect(slack.reached).toBe(1)
  app.clock.advance(seconds(30))
  await tick(app)
  app.clock.advance(minutes(5))
  await tick(app)
  expect(slack.posted.map(({ text }) => text)).toEqual(['first', 'other'])
  expect(await mailed(ada)).toEqual([])
})

test('Slack that is down for an hour loses nothing: counts are equal on both sides, and what is still in line comes first, in order', async () => {
  const ada = await connected('Ada Down')
  const faults: Treatment[] = ['breaks', 'drops', 'too many']
  const titles = Array.from({ length: 4 }, (_, i) => `Failure ${i}`)
  slack.treat = () => faults[slack.reached % faults.length] ?? 'breaks'
  const start = app.clock.now().getTime()
  for (const title of titles) await fail(ada.teamId, title)
  while (app.clock.now().getTime() < start + hours(1)) {
    app.clock.advance(minutes(2))
    await tick(app)
  }
  const waiting = await deliveriesOf(app, ada.teamId, 'slack')
  expect(waiting.map(({ state }) => state)).toEqual(titles.map(() => 'waiting'))
  // What failed five times has left the line, so that it holds nobody back; its place is lost.
  const inLine = titles.filter((_title, i) => (waiting[i]?.attempts ?? 0) < 5)
  slack.treat = () => 'takes'
  // What was dropped after Slack had it may come twice: at least once is what is promised.
  slack.posted.length = 0
  app.clock.advance(hours(1))
  await tick(app)
  expect(slack.posted.slice(0, inLine.length).map(({ text }) => text)).toEqual(inLine)
  expect(slack.posted.map(({ text }) => text).sort()).toEqual(titles)
  expect((await deliveriesOf(app, ada.teamId, 'slack')).map(({ state }) => state)).toEqual(titles.map(() => 'sent'))
  expect(await mailed(ada)).toEqual([])
})

test('Slack that stays away for good: e-mail instead after two hours, and the connection is not blamed', async () => {
  const ada = await connected('Ada Away')
  slack.treat = () => 'breaks'
  await fail(ada.teamId)
  for (let i = 0; i < 12; i++) {
    app.clock.advance(hours(1))
    await tick(app)
  }
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([
    { state: 'failed', says: '503 service_unavailable', attempts: 10 },
  ])
  expect((await mailed(ada)).at(-1)?.text).toContain('503 service_unavailable')
  expect((await ada.browser.get(`/teams/${ada.teamId}/slack`)).body.broken).toBeNull()
  const [failed] = await deliveriesOf(app, ada.teamId, 'slack')
  slack.treat = () => 'takes'
  const retry = await ada.browser.post(`/teams/${ada.teamId}/notifications/deliveries/${failed?.id}/retry`)
  expect(retry.status).toBe(202)
  await tick(app)
  expect(slack.posted).toHaveLength(1)
  expect((await ada.browser.post(`/teams/${ada.teamId}/notifications/deliveries/${failed?.id}/retry`)).body.code).toBe(
    'delivery_not_failed',
  )
})

test('Slack that hangs is given up on within seconds and tried again; requests do not wait for it', async () => {
  const ada = await connected('Ada Hangs')
  slack.treat = () => 'hangs'
  await tell(app, failedRun(ada.teamId))
  await app.drain()
  app.clock.advance(minutes(5))
  const sending = tick(app)
  const { status } = await ada.browser.get('/account')
  expect(status).toBe(200)
  expect(slack.posted).toEqual([])
  await sending
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([
    { state: 'waiting', says: 'Slack could not be reached' },
  ])
}, 60_000)

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

test('V121: an address that stopped being allowed is not asked again at sending', async () => {
  const ada = await connected('Ada Moved')
  const sealed = app.platform.sealer.seal(
    `${slack.url.replace('127.0.0.1', 'localhost')}/services/T/B/moved`,
    `slack:${ada.teamId}`,
  )
  await app.sql('UPDATE slack_connections SET secret = $2 WHERE team_id = $1', [ada.teamId, sealed])
  await fail(ada.teamId)
  expect(slack.posted.filter(({ path }) => path.endsWith('/moved'))).toEqual([])
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([{ state: 'waiting' }])
})

test('who chose Slack in a team without one is told by e-mail, and why', async () => {
  const ada = await connected('Ada Without')
  await ada.browser.delete(`/teams/${ada.teamId}/slack`)
  await fail(ada.teamId)
  expect((await mailed(ada)).at(-1)?.text).toContain('no Slack is connected to this team')
})

test('the address is sealed in the database and stands in no answer and no log', async () => {
  const ada = await connected('Ada Sealed')
  const { text } = await ada.browser.get(`/teams/${ada.teamId}/slack`)
  const rows = await app.sql('SELECT * FROM slack_connections')
  expect(`${text}${JSON.stringify(rows)}${app.logged()}`).not.toContain('canary-secret')
})

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

test('a webhook has no direct messages', async () => {
  const ada = await connected('Ada Channel')
  const answer = await ada.browser.put(`/teams/${ada.teamId}/slack/direct`, { direct: true })
  expect(answer.body.code).toBe('no_direct_messages')
  app.clock.advance(days(1))
})
