import { expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { billing, goOnTo } from './billing.fixture.ts'

vi.setConfig({ testTimeout: minutes(1) })
const app = await testApp()

/** Whole uses of a team's meter, told as a program would. */
const report = async (ada: Awaited<ReturnType<typeof app.person>>, id: string, amount: number) =>
  (await ada.browser.post(`/teams/${ada.teamId}/usage/events`, { events: [{ id, meter: 'runs', amount }] })).status

const alertsOf = async (teamId: string) =>
  (
    await app.sql<{ threshold: number; open: boolean }>(
      "SELECT threshold, resolved_at IS NULL AS open FROM usage_alerts WHERE team_id = $1 AND meter = 'runs' ORDER BY raised_at, threshold",
      [teamId],
    )
  ).map(({ threshold, open }) => `${threshold} ${open ? 'open' : 'resolved'}`)

const subjects = async (email: string) => (await app.mail(email)).map(({ subject }) => subject)

test('a larger plan resolves alerts and makes room in the very transaction that changes it, without waiting for the sweep', async () => {
  const ada = await app.person('Ada Lovelace')
  const b = billing(app, ada)
  await b.card('success')
  await b.choose('starter')
  expect(await report(ada, 'a', 500)).toBe(200)
  expect(await report(ada, 'b', 1)).toBe(402)
  expect(await alertsOf(ada.teamId)).toEqual(['80 open', '90 open', '100 open'])
  app.clock.advance(minutes(1))
  await b.choose('pro')
  expect(await alertsOf(ada.teamId)).toEqual(['80 resolved', '90 resolved', '100 resolved'])
  expect(await subjects(ada.email)).toContain('There is room for test runs again')
  expect(await report(ada, 'b', 1)).toBe(200)
})

test('a smaller plan at the renewal, and the end of one, tell at once of what is beyond the new limits', async () => {
  const ada = await app.person('Ada Down')
  const b = billing(app, ada)
  await b.card('success')
  await b.choose('business')
  const ben = await app.person('Ben Member')
  await app.join(ben, ada.teamId, 'member')
  await b.choose('starter')
  await goOnTo(app, (await b.view()).period.endsAt)
  expect(await b.plan()).toBe('starter')
  expect(await subjects(ada.email)).toContain('You have 2 team members, and the plan Starter has room for 1')
  await b.post('cancellation', {})
  expect((await b.view()).status).toBe('canceled')
  expect(await report(ada, 'c', 400)).toBe(200)
  const counted = await alertsOf(ada.teamId)
  expect(counted).toEqual(['80 open'])
  await goOnTo(app, (await b.view()).period.endsAt)
  expect(await b.plan()).toBe('free')
})

test('a change whose payment fails leaves limits and alerts as they were', async () => {
  const ada = await app.person('Ada Fails')
  const b = billing(app, ada)
  await b.card('success')
  await b.choose('starter')
  await report(ada, 'd', 500)
  await b.card('decline')
  expect((await b.choose('pro')).body.code).toBe('payment_declined')
  expect(await alertsOf(ada.teamId)).toEqual(['80 open', '90 open', '100 open'])
  expect(await report(ada, 'e', 1)).toBe(402)
})
