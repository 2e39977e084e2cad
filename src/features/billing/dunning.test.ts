import { expect, test, vi } from 'vitest'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { balanceOf, billing, goOnTo, liveTo } from './billing.fixture.ts'

vi.setConfig({ testTimeout: minutes(2) })
const app = await testApp()

async function overdue(start: string) {
  app.clock.set(start)
  const ada = await app.person('Ada Lovelace')
  const b = billing(app, ada)
  await b.card('success')
  await b.choose('pro')
  await b.card('decline')
  const cleo = await app.person('Cleo Member')
  await app.join(cleo, ada.teamId, 'member')
  return { ada, b, cleo }
}

test('a payment that fails for good: tried again five times, everybody sees the dates, after 14 days Free, nothing lost', async () => {
  const { ada, b, cleo } = await overdue('2027-03-01T00:00:00.000Z')
  await goOnTo(app, '2027-04-01T00:00:00.000Z')
  expect(await b.view()).toMatchObject({
    ...{ status: 'past_due', plan: { id: 'pro' }, nextPayment: null },
    pastDue: {
      since: '2027-04-01T00:00:00.000Z',
      graceEndsAt: '2027-04-15T00:00:00.000Z',
      nextTryAt: '2027-04-02T00:00:00.000Z',
    },
  })
  await confirm(cleo)
  const standing = await cleo.browser.get(`/teams/${ada.teamId}/billing/standing`)
  expect(standing.body).toMatchObject({
    pastDue: { graceEndsAt: '2027-04-15T00:00:00.000Z' },
    planName: 'Pro',
    basicPlan: 'Free',
  })
  expect((await cleo.browser.get(b.at)).status).toBe(403)
  expect((await b.choose('business')).body.code).toBe('payment_past_due')
  await liveTo(app, '2027-04-14T23:59:59.000Z')
  expect(await b.plan()).toBe('pro')
  const tries = await app.sql<{ day: string }>(
    "SELECT to_char(started_at AT TIME ZONE 'UTC', 'MM-DD') AS day FROM payments WHERE team_id = $1 AND state = 'failed' ORDER BY attempt",
    [ada.teamId],
  )
  expect(tries.map(({ day }) => day)).toEqual(['04-01', '04-02', '04-04', '04-06', '04-08', '04-11'])
  await goOnTo(app, '2027-04-15T00:00:00.000Z')
  expect(await b.view()).toMatchObject({ status: 'canceled', plan: { id: 'free' }, pastDue: null })
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_900, revenue: -5_800, receivable: 0, bad_debt: 2_900 })
  const letters = (await app.mail(ada.email)).filter(({ subject }) => subject === 'The payment of $29.00 failed')
  expect(letters).toHaveLength(6)
  expect(letters[0]?.text).toContain(`/settings/billing?team=${ada.teamId}#payment`)
  expect((await b.invoices()).map(({ status }: { status: string }) => status)).toEqual(['uncollectible', 'paid'])
  expect((await b.choose('pro')).body.code).toBe('payment_declined')
  await b.card('success')
  expect((await b.choose('pro')).body.billing.status).toBe('active')
})

test('another card and one press put it right: active again, the plan goes on without an end', async () => {
  const { ada, b } = await overdue('2027-05-01T00:00:00.000Z')
  await goOnTo(app, '2027-06-01T00:00:00.000Z')
  expect((await b.post('payment')).body).toMatchObject({ code: 'payment_declined', reason: 'The card was declined.' })
  await b.card('success')
  expect((await b.post('payment')).body).toMatchObject({ state: 'done', billing: { status: 'active', pastDue: null } })
  const rows = await app.sql('SELECT plan_id, ends_at FROM plan_periods WHERE team_id = $1', [ada.teamId])
  expect(rows).toEqual([{ plan_id: 'pro', ends_at: null }])
  expect((await b.post('payment')).body.state).toBe('done')
  expect((await balanceOf(app, ada.teamId)).receivable).toBe(0)
})

test('a renewal that must be confirmed: the letter leads to it, and confirming ends the days of grace', async () => {
  const { ada, b } = await overdue('2027-07-01T00:00:00.000Z')
  await b.card('confirm')
  await goOnTo(app, '2027-08-01T00:00:00.000Z')
  expect(await b.view()).toMatchObject({ status: 'past_due', pending: { planName: 'Pro' } })
  expect((await app.mail(ada.email)).at(-1)?.subject).toBe('Confirm the payment of $29.00')
  await liveTo(app, '2027-08-05T00:00:00.000Z')
  expect((await b.post('payment/confirmation', { approve: true })).body.status).toBe('active')
})

test('a card that ends is warned of once, and fails after its end', async () => {
  app.clock.set('2027-09-20T00:00:00.000Z')
  const ada = await app.person('Ada Expiring')
  const b = billing(app, ada)
  await b.card('expiring')
  await b.choose('pro')
  await liveTo(app, '2027-09-30T00:00:00.000Z')
  const warned = (await app.mail(ada.email)).filter(({ subject }) => subject === 'Visa ending in 4241 expires soon')
  expect(warned).toHaveLength(1)
  expect(warned[0]?.text).toContain('30 Sep 2027')
  await goOnTo(app, '2027-10-20T00:00:00.000Z')
  expect((await b.view()).pastDue.reason).toBe('The card has ended.')
})

test('cancelling while a payment is overdue ends the plan at once', async () => {
  const { b } = await overdue('2027-11-01T00:00:00.000Z')
  await goOnTo(app, '2027-12-01T00:00:00.000Z')
  expect((await b.post('cancellation', {})).body).toMatchObject({
    status: 'canceled',
    plan: { id: 'free' },
    pastDue: null,
  })
})

test('a node that dies between asking for money and hearing the answer: asked again under the same id, paid once', async () => {
  const { ada, b } = await overdue('2028-01-01T00:00:00.000Z')
  await b.card('success')
  await goOnTo(app, '2028-02-01T00:00:00.000Z')
  await app.sql(
    `UPDATE payments SET state = 'started', ref = NULL, settled_at = NULL WHERE team_id = $1 AND attempt = 1
       AND invoice_id = (SELECT id FROM invoices WHERE team_id = $1 ORDER BY id DESC LIMIT 1)`,
    [ada.teamId],
  )
  await app.sql("DELETE FROM ledger_entries WHERE posting_id LIKE '%:paid' AND team_id = $1 AND at = '2028-02-01'", [
    ada.teamId,
  ])
  await app.sql("UPDATE invoices SET status = 'open', settled_at = NULL WHERE team_id = $1 AND cause = 'renewal'", [
    ada.teamId,
  ])
  await goOnTo(app, '2028-02-01T00:01:59.000Z')
  expect((await b.invoices())[0].status).toBe('open')
  await goOnTo(app, '2028-02-01T00:02:00.000Z')
  expect((await b.invoices())[0].status).toBe('paid')
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 5_800, receivable: 0, revenue: -5_800 })
})
