import { expect, test, vi } from 'vitest'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { pdfText } from '#tests/pdf-text.ts'
import { balanceOf } from './billing.fixture.ts'
import { billingDeparture } from './public.ts'
import { reconcile } from './reconcile.ts'
import { stripeApp } from './stripe.fixture.ts'

vi.setConfig({ testTimeout: minutes(1) })
const { app, stripe, hook, subscriber, lastIntent } = await stripeApp()
const now = () => app.clock.now()
const tell = (type: string, id: string) => hook(stripe.event(type, id, now()))

async function payer() {
  const given = await subscriber()
  await given.b.choose('pro')
  return { ...given, intent: String(lastIntent().id), charge: String(lastIntent().latest_charge) }
}

const letters = async (email: string) => (await app.mail(email)).map(({ subject }) => subject)

test('a refund stands on the invoice, in the list, in the PDF, in the ledger and in the log, and the contacts are told with the PDF', async () => {
  const { ada, b, intent, charge } = await payer()
  const books = `books.${ada.teamId.slice(-8)}@example.com`
  await confirm(ada)
  const contacts = [{ email: books, kinds: ['receipt'] }]
  await ada.browser.put(`${b.at}/contacts`, { contacts }, { ifMatch: (await b.view()).version })
  const token = (await app.mail(books)).at(-1)?.token('/confirm-billing-contact')
  await app.browser().post('/billing/contact-confirmations', { token })
  stripe.refund(intent, 900, now())
  expect(await tell('charge.refunded', charge)).toBe('200 done')
  const [invoice] = await b.invoices()
  expect(invoice).toMatchObject({
    status: 'paid',
    total: { amount: 2_900 },
    returns: [{ says: 'Refunded', amount: { amount: 900, currency: 'USD' } }],
  })
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_000, receivable: 0, revenue: -2_900, refunds: 900 })
  const received = (await app.mail(books)).at(-1)
  expect(received?.subject).toBe('$9.00 were paid back')
  const [file] = received?.raw.attachments ?? []
  expect(file?.filename).toBe(`invoice-${invoice.number}.pdf`)
  expect(pdfText(file?.content ?? Buffer.alloc(0))).toMatch(/Refunded, [\s\S]*-\$9\.00|-\$9\.00[\s\S]*Refunded, /)
  expect(pdfText(file?.content ?? Buffer.alloc(0))).toContain('$20.00')
  const written = (action: string) =>
    app.sql('SELECT details FROM audit_log WHERE log_id = $1 AND action = $2', [ada.teamId, action])
  const { number } = invoice
  expect(await written('billing.refunded')).toEqual([{ details: expect.objectContaining({ amount: 900, number }) }])

  // Told again, by every event there is about it, in any order: nothing is noted twice.
  const second = stripe.refund(intent, 100, now(), 'pending')
  for (const [type, id] of [
    ['charge.refunded', charge],
    ['refund.created', second.id],
    ['charge.refund.updated', second.id],
  ] as const) {
    expect(await tell(type, id)).toMatch(/^200 (done|stale)$/)
  }
  expect((await b.invoices())[0].returns.map(({ says }: { says: string }) => says)).toEqual([
    'Refunded',
    'Refund under way',
  ])
  expect((await balanceOf(app, ada.teamId)).refunds).toBe(900)
  second.status = 'succeeded'
  const twice = await Promise.all([tell('refund.updated', second.id), tell('charge.refunded', charge)])
  expect(twice.sort()).toEqual(['200 done', '200 stale'])
  expect((await balanceOf(app, ada.teamId)).refunds).toBe(1_000)
  second.status = 'failed'
  expect(await tell('refund.failed', second.id)).toBe('200 done')
  second.status = 'succeeded' // an answer that was under way too long
  expect(await tell('refund.updated', second.id)).toBe('200 stale')
  expect(await written('billing.refund_failed')).toEqual([
    { details: expect.objectContaining({ amount: 100, number }) },
  ])
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_000, receivable: 0, revenue: -2_900, refunds: 900 })
  expect((await letters(books)).slice(-3)).toEqual([
    '$9.00 were paid back',
    '$1.00 were paid back',
    'A refund of $1.00 did not arrive',
  ])
  expect((await b.view()).status).toBe('active')
})

test('a dispute is held, lost and won; the owner hears of each; news in the wrong order changes nothing', async () => {
  const { ada, b, intent } = await payer()
  const dispute = stripe.dispute(intent, now(), 'warning_needs_response')
  expect(await tell('charge.dispute.created', dispute.id)).toBe('200 done')
  expect((await balanceOf(app, ada.teamId)).cash).toBe(2_900)
  dispute.status = 'needs_response'
  await tell('charge.dispute.updated', dispute.id)
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 0, receivable: 0, revenue: -2_900, disputed: 2_900 })
  dispute.status = 'lost'
  expect(await tell('charge.dispute.closed', dispute.id)).toBe('200 done')
  dispute.status = 'under_review'
  expect(await tell('charge.dispute.created', dispute.id)).toBe('200 stale')
  expect(await balanceOf(app, ada.teamId)).toEqual({
    ...{ cash: 0, receivable: 0, revenue: -2_900, disputed: 0, bad_debt: 2_900 },
  })
  dispute.status = 'won'
  await tell('charge.dispute.closed', dispute.id)
  expect(await balanceOf(app, ada.teamId)).toEqual({
    ...{ cash: 2_900, receivable: 0, revenue: -2_900, disputed: 0, bad_debt: 0 },
  })
  expect((await b.invoices())[0].returns).toMatchObject([{ says: 'Dispute won, the payment stands' }])
  expect((await letters(ada.email)).slice(-4)).toEqual([
    'Your bank asks about a payment of $29.00',
    'A payment of $29.00 is disputed',
    'The bank gave $29.00 back',
    'The payment of $29.00 stands',
  ])
  const actions = await app.sql<{ action: string }>(
    "SELECT action FROM audit_log WHERE log_id = $1 AND action LIKE 'billing.dispute%' ORDER BY at, id",
    [ada.teamId],
  )
  expect(actions.map(({ action }) => action)).toEqual([
    ...['billing.dispute_opened', 'billing.dispute_opened', 'billing.dispute_lost', 'billing.dispute_won'],
  ])
})

test('money that goes back before we heard that it came is noted after it', async () => {
  const { ada, b } = await subscriber('asks')
  await b.choose('pro')
  const intent = String(lastIntent().id)
  stripe.answer(intent, true)
  stripe.refund(intent, 2_900, now())
  expect(await tell('charge.refunded', String(stripe.things.get(intent)?.latest_charge))).toBe('200 done')
  expect(await b.view()).toMatchObject({ status: 'active' })
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 0, receivable: 0, revenue: -2_900, refunds: 2_900 })
})

test('what webhooks lost is found at night; refunds of payments that are not ours are not for us', async () => {
  const { ada, intent } = await payer()
  stripe.refund(intent, 500, now())
  stripe.dispute(intent, now())
  const foreign = stripe.refund('pi_foreign', 500, now())
  await reconcile(app.platform, now())
  await reconcile(app.platform, now())
  expect(await balanceOf(app, ada.teamId)).toMatchObject({ cash: 2_900 - 500 - 2_900, refunds: 500, disputed: 2_900 })
  expect(await tell('refund.created', foreign.id)).toBe('200 not for us')
  stripe.failNext(3, 500)
  expect(await tell('refund.created', foreign.id)).toBe('503 provider_unreachable')
  stripe.failNext(3, 500)
  await reconcile(app.platform, now())
})

test('after its team is gone a refund still stands in the books, and nobody is written to', async () => {
  const { ada, intent, charge } = await payer()
  await app.platform.db.transaction(
    (tx) => billingDeparture.endTeam?.(tx, app.platform, ada.teamId, now()) ?? Promise.resolve(),
  )
  await app.sql('DELETE FROM teams WHERE id = $1', [ada.teamId])
  const before = (await letters(ada.email)).length
  stripe.refund(intent, 2_900, now())
  expect(await tell('charge.refunded', charge)).toBe('200 done')
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 0, receivable: 0, revenue: -2_900, refunds: 2_900 })
  expect(await letters(ada.email)).toHaveLength(before)
})
