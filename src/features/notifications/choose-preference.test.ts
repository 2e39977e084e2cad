import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { deliveriesOf, failedRun, tell, tick, usageAlert } from './telling.fixture.ts'

const app = await testApp()
const path = (team: string, what = 'preferences') => `/teams/${team}/notifications/${what}`
const notices = async (email: string) =>
  (await app.mail(email)).filter(({ text }) => !text.includes('/confirm-sign-up')).map(({ subject }) => subject)
const rowOf = (body: { rows: { type: string }[] }, type: string) => body.rows.find((row) => row.type === type)

test('team default, then my choice; what is in force and why is shown, and a null goes back', async () => {
  const ada = await app.person('Ada Owner')
  const cleo = await app.person('Cleo Member')
  await app.join(cleo, ada.teamId, 'member')
  const seen = async () => rowOf((await cleo.browser.get(path(ada.teamId))).body, 'test-failures')
  expect(await seen()).toMatchObject({ choices: ['email'], source: 'built-in', team: null, mine: null, concerns: true })
  const body = { type: 'test-failures', choices: [] }
  expect((await ada.browser.put(path(ada.teamId, 'defaults'), body)).status).toBe(200)
  expect(await seen()).toMatchObject({ choices: [], source: 'team', team: [] })
  const mine = await cleo.browser.put(path(ada.teamId), { type: 'test-failures', choices: ['email'] })
  expect(mine.body.row).toMatchObject({ choices: ['email'], source: 'mine', mine: ['email'], team: [] })
  await tell(app, failedRun(ada.teamId))
  app.clock.advance(minutes(5))
  await tick(app)
  expect(await notices(cleo.email)).toEqual(['2 of 12 tests failed: Shop'])
  expect(await notices(ada.email)).toEqual([])
  await cleo.browser.put(path(ada.teamId), { type: 'test-failures', choices: null })
  expect(await seen()).toMatchObject({ source: 'team', mine: null })
  const logged = await app.sql<{ action: string; details: unknown }>(
    "SELECT action, details FROM audit_log WHERE log_id = $1 AND action LIKE 'notifications.%' ORDER BY at, id",
    [ada.teamId],
  )
  expect(logged).toMatchObject([
    { action: 'notifications.default_chosen', details: { changes: { choices: { from: null, to: [] } } } },
    { action: 'notifications.preference_chosen' },
    { action: 'notifications.preference_chosen' },
  ])
})

test('thresholds and kinds of bills are chosen one by one; a failed payment stays', async () => {
  const ada = await app.person('Ada Chooses')
  await ada.browser.put(path(ada.teamId), { type: 'usage-alerts', choices: ['100'] })
  const bills = await ada.browser.put(path(ada.teamId), { type: 'billing-alerts', choices: [] })
  expect(bills.body.row.choices).toEqual(['failed'])
  const bill = (name: string) => ({
    ...usageAlert(ada.teamId, 0, { title: name, name }),
    type: 'billing-alerts' as const,
    audience: 'billing.view' as const,
  })
  await tell(app, usageAlert(ada.teamId, 80), usageAlert(ada.teamId, 90), usageAlert(ada.teamId, 100))
  await tell(app, bill('billing.receipt'), bill('billing.payment_failed'), bill('billing.payment_due'))
  await tick(app)
  expect((await notices(ada.email)).sort()).toEqual(['100 % of your test runs are used', 'billing.payment_failed'])
  expect((await ada.browser.get(`/teams/${ada.teamId}/inbox`)).body.unread).toBe(6)
})

test.each([
  [{ type: 'usage-alerts', choices: ['slack'] }, 'choice_unknown'],
  [{ type: 'test-failures', choices: ['sms'] }, 'choice_unknown'],
  [{ type: 'usage-alerts', choices: ['80'], projectId: 'prj_01h2xcejqtf2nbrexx3vqjhp41' }, 'not_per_project'],
  [{ type: 'test-failures', choices: ['email'], projectId: 'prj_01h2xcejqtf2nbrexx3vqjhp41' }, 'project_unknown'],
  [{ type: 'security', choices: [] }, 'invalid'],
])('%j is refused', async (body, code) => {
  const ada = await app.person('Ada Refused')
  const answer = await ada.browser.put(path(ada.teamId), body)
  expect([answer.status, answer.body.code]).toEqual([400, code])
})

test('a project can be told of otherwise', async () => {
  const ada = await app.person('Ada Project')
  const made = await ada.browser.post(`/teams/${ada.teamId}/projects`, {
    name: 'Shop',
    baseUrl: app.address,
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const projectId = made.body.id ?? made.body.project.id
  await ada.browser.put(path(ada.teamId), { type: 'test-failures', choices: [], projectId })
  const { body } = await ada.browser.get(path(ada.teamId))
  expect(body.projects).toMatchObject([{ projectId, choices: [], source: 'mine-for-project' }])
  await tell(app, failedRun(ada.teamId, { projectId }), failedRun(ada.teamId, { title: 'Elsewhere' }))
  app.clock.advance(minutes(5))
  await tick(app)
  expect(await notices(ada.email)).toEqual(['Elsewhere'])
})

test('quiet hours hold what can wait until they end in my zone, as one letter; what is urgent comes at once', async () => {
  const ada = await app.person('Ada Quiet', { timezone: 'Asia/Kolkata' })
  app.clock.set('2027-03-10T17:00:00.000Z') // 22:30 in Kolkata
  await ada.browser.put('/account/notification-rhythm', { quietFrom: 1320, quietUntil: 420, digestAt: null })
  await tell(app, usageAlert(ada.teamId, 80), usageAlert(ada.teamId, 90), usageAlert(ada.teamId, 100))
  await tick(app)
  expect(await notices(ada.email)).toEqual(['100 % of your test runs are used'])
  app.clock.set('2027-03-11T01:29:00.000Z')
  await tick(app)
  expect(await notices(ada.email)).toHaveLength(1)
  app.clock.set('2027-03-11T01:30:00.000Z')
  await tick(app)
  expect((await notices(ada.email)).slice(1)).toEqual(['2 × Usage Alerts in Ada’s team'])
})

test('a digest is one letter a day at my time', async () => {
  const ada = await app.person('Ada Digest', { timezone: 'Europe/Berlin' })
  app.clock.set('2027-03-20T10:00:00.000Z')
  await ada.browser.put('/account/notification-rhythm', { quietFrom: null, quietUntil: null, digestAt: 540 })
  await tell(app, usageAlert(ada.teamId, 80), failedRun(ada.teamId))
  app.clock.advance(hours(3))
  await tell(app, failedRun(ada.teamId))
  await tick(app)
  expect(await notices(ada.email)).toEqual([])
  app.clock.set('2027-03-21T08:00:00.000Z')
  await tick(app)
  expect(await notices(ada.email)).toEqual(['3 notifications from Ada’s team'])
})

test('what is switched off while it is held back is not sent', async () => {
  const ada = await app.person('Ada Off')
  await tell(app, failedRun(ada.teamId))
  await app.drain()
  await ada.browser.put(path(ada.teamId), { type: 'test-failures', choices: [] })
  app.clock.advance(minutes(5))
  await tick(app)
  expect(await notices(ada.email)).toEqual([])
  expect(await deliveriesOf(app, ada.teamId, 'email')).toMatchObject([
    { state: 'suppressed', says: 'You switched this off before it was sent.' },
  ])
})
