import { expect, test, vi } from 'vitest'
import { departures } from '#app/lifecycle.ts'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { balanceOf, goOnTo } from '#features/billing/billing.fixture.ts'
import { stripeApp } from '#features/billing/stripe.fixture.ts'
import { tick as tellAll } from '#features/notifications/telling.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { deletionTimetable } from './deletion-timetable.ts'

vi.setConfig({ testTimeout: minutes(1) })
const { app, stripe, subscriber } = await stripeApp()

/** Somebody whose team pays by card. */
async function paying(interval: 'month' | 'year' = 'month') {
  const { ada, b, method } = await subscriber()
  expect((await b.choose('pro', interval)).body.state).toBe('done')
  return { ada, b, method, endsAt: (await b.view()).period.endsAt as string }
}
const leave = async (who: Person, when: 'now' | 'in-30-days') => {
  await confirm(who)
  const answer = await who.browser.post('/account/deletion', { when, password: who.password, confirm: 'DELETE' })
  expect(answer.status, answer.text).toBe(202)
}
/** Leaves on a day of the test's choosing. */
const leaveOn = async (who: Person, day: string) => {
  await leave(who, 'in-30-days')
  await app.sql('UPDATE account_deletions SET due_at = $2 WHERE user_id = $1', [who.id, new Date(day)])
}
const charges = () => stripe.calls.filter((call) => call === 'POST /v1/payment_intents').length
const later = (instant: string, ms: number) => new Date(new Date(instant).getTime() + ms).toISOString()
const statusOf = async ({ teamId }: Person) =>
  (await app.sql<{ status: string }>('SELECT status FROM subscriptions WHERE team_id = $1', [teamId]))[0]?.status
const invoicesOf = async ({ teamId }: Person) =>
  (await app.sql<{ status: string }>('SELECT status FROM invoices WHERE team_id = $1 ORDER BY id', [teamId])).map(
    ({ status }) => status,
  )

test('now: the subscription of a team that goes is over with the answer, before anything is erased, and the provider forgets the card', async () => {
  const { ada, method, endsAt } = await paying()
  const before = charges()
  await leave(ada, 'now')
  expect(await app.sql('SELECT 1 FROM teams WHERE id = $1', [ada.teamId])).toHaveLength(1)
  expect(await statusOf(ada)).toBe('canceled')
  expect(await app.sql('SELECT 1 FROM plan_periods WHERE team_id = $1 AND ends_at IS NULL', [ada.teamId])).toEqual([])
  const ended = await app.sql('SELECT actor_kind FROM audit_log WHERE log_id = $1 AND action = $2', [
    ada.teamId,
    'billing.ended',
  ])
  expect(ended).toEqual([{ actor_kind: 'system' }])
  // The worker that erases stands still past the day of renewal: nobody is charged meanwhile.
  await goOnTo(app, later(endsAt, days(3)))
  expect(charges()).toBe(before)
  await app.drain()
  expect(stripe.things.get(method)?.customer).toBeNull()
  expect(stripe.calls.filter((call) => call === `POST /v1/payment_methods/${method}/detach`)).toHaveLength(1)
  expect(await app.sql('SELECT 1 FROM teams WHERE id = $1', [ada.teamId])).toEqual([])
  expect(await invoicesOf(ada)).toEqual(['paid'])
})

test('now, while a payment is overdue: what is owed is given up, and the card is not tried again', async () => {
  const { ada, method, endsAt } = await paying()
  Object.assign(stripe.things.get(method) ?? {}, { behaves: 'declines' })
  await goOnTo(app, endsAt)
  expect(await statusOf(ada)).toBe('past_due')
  const before = charges()
  await leave(ada, 'now')
  expect(await invoicesOf(ada)).toEqual(['paid', 'uncollectible'])
  await goOnTo(app, later(endsAt, days(10)))
  expect(charges()).toBe(before)
  await app.drain()
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_900, revenue: -5_800, receivable: 0, bad_debt: 2_900 })
})

test('a day chosen: nothing renews after it, though the deletion itself is late', async () => {
  const { ada, endsAt } = await paying()
  await leaveOn(ada, later(endsAt, -minutes(1)))
  const before = charges()
  // A month is over a minute after the day, and no worker has begun the deletion.
  await goOnTo(app, later(endsAt, minutes(1)))
  expect([charges(), await statusOf(ada)]).toEqual([before, 'canceled'])
  for (const { run } of deletionTimetable(departures)) await run(app.platform, app.clock.now())
  await app.drain()
  expect(await app.sql('SELECT 1 FROM teams WHERE id = $1', [ada.teamId])).toEqual([])
  expect(await invoicesOf(ada)).toEqual(['paid'])
})

test('a day chosen: a month that is over before it is paid as always; a card that failed is tried again until then and not after', async () => {
  const [well, failing] = [await paying(), await paying()]
  Object.assign(stripe.things.get(failing.method) ?? {}, { behaves: 'declines' })
  const due = later(failing.endsAt, days(4))
  await leaveOn(well.ada, due)
  await leaveOn(failing.ada, due)
  await goOnTo(app, failing.endsAt)
  expect([await statusOf(well.ada), await statusOf(failing.ada)]).toEqual(['active', 'past_due'])
  const first = charges()
  await goOnTo(app, later(due, -minutes(1)))
  const tried = charges()
  expect(tried).toBeGreaterThan(first)
  await goOnTo(app, later(due, days(3)))
  expect(charges()).toBe(tried)
})

test('a team that has others is renewed after the day; a yearly plan that ends with its team sends no letter about a renewal', async () => {
  const [shared, alone, staying] = [await paying(), await paying('year'), await paying('year')]
  const otto = await app.person('Otto Other')
  await app.join(otto, shared.ada.teamId, 'owner')
  await leaveOn(shared.ada, later(shared.endsAt, -minutes(1)))
  await goOnTo(app, later(shared.endsAt, minutes(1)))
  expect(await statusOf(shared.ada)).toBe('active')
  await leaveOn(alone.ada, later(alone.endsAt, -days(1)))
  await goOnTo(app, later(alone.endsAt, -days(6)))
  await tellAll(app)
  const renewals = async (who: Person) =>
    (await app.mail(who.email)).filter(({ subject }) => /will be charged on/.test(subject)).length
  expect([await renewals(alone.ada), await renewals(staying.ada)]).toEqual([0, 1])
})
