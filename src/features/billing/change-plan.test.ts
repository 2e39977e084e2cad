import { expect, test, vi } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { pdfPages, pdfText } from '#tests/pdf-text.ts'
import { balanceOf, billing, goOnTo } from './billing.fixture.ts'

vi.setConfig({ testTimeout: minutes(2) })
const app = await testApp()
const usd = (amount: number) => ({ amount, currency: 'USD' })
const at = (instant: string) => app.clock.set(instant)

async function onPlan(plan: string, interval: 'month' | 'year' = 'month', card = 'success') {
  const ada = await app.person('Ada Lovelace')
  const b = billing(app, ada)
  await b.card(card)
  expect((await b.choose(plan, interval)).status).toBe(200)
  return { ada, b }
}

test('from the trial to a plan: the price now, the next in a month, and a receipt with the invoice as PDF', async () => {
  at('2027-04-01T00:00:00.000Z')
  const ada = await app.person('Ada Lovelace')
  const b = billing(app, ada)
  expect(await b.view()).toMatchObject({
    status: 'trial',
    plan: { name: 'Pro' },
    provider: 'practice',
    nextPayment: null,
  })
  await b.card('success')
  const preview = await b.preview('pro')
  expect(preview).toMatchObject({
    ...{ kind: 'start', dueNow: usd(2_900), endsTrial: true },
    next: { at: '2027-05-01T00:00:00.000Z', amount: usd(2_900) },
  })
  const chosen = await b.choose('pro', 'month', { quotedAt: preview.quotedAt })
  expect(chosen.body).toMatchObject({ state: 'done', billing: { status: 'active', plan: { id: 'pro' } } })
  const receipt = (await app.mail(ada.email)).find(({ subject }) => subject === 'Receipt for $29.00')
  expect(receipt?.text).toContain('Visa ending in 4242')
  // The letter as the mailbox received it, with the invoice inside.
  const [file, ...others] = receipt?.raw.attachments ?? []
  expect([file?.contentType, file?.filename, others]).toEqual([
    'application/pdf',
    expect.stringMatching(/^invoice-2027-\d{6}\.pdf$/),
    [],
  ])
  const printed = file?.content ?? expect.fail()
  expect(printed.subarray(-6).toString().trim()).toBe('%%EOF')
  expect(pdfPages(printed)).toBe(1)
  for (const part of [
    'Invoice',
    'BILLED TO',
    'Pro, monthly',
    '1 Apr 2027 – 1 May 2027',
    'Paid on 1 Apr 2027',
    '$29.00',
  ])
    expect(pdfText(printed)).toContain(part)
  const [invoice] = await b.invoices()
  const pdf = await fetch(`${app.address}/api/v1${b.at}/invoices/${invoice.id}/pdf`, {
    headers: { cookie: [...ada.browser.cookies].map((pair) => pair.join('=')).join('; ') },
  })
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  expect(pdf.headers.get('content-disposition')).toBe(`attachment; filename="invoice-${invoice.number}.pdf"`)
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('an upgrade acts at once: the unused half is given back, the same half of the new is charged, the day of renewal stays', async () => {
  at('2027-06-01T00:00:00.000Z')
  const { ada, b } = await onPlan('starter')
  at('2027-06-16T00:00:00.000Z')
  const preview = await b.preview('business')
  expect(preview).toMatchObject({
    ...{ kind: 'now', dueNow: usd(2_500), next: { at: '2027-07-01T00:00:00.000Z', amount: usd(5_900) } },
    lines: [{ amount: usd(-450) }, { amount: usd(2_950) }],
  })
  expect((await b.choose('business', 'month', { quotedAt: preview.quotedAt })).body.billing.plan.id).toBe('business')
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 3_400, receivable: 0, revenue: -3_400 })
  await goOnTo(app, '2027-07-01T00:00:00.000Z')
  expect((await b.invoices())[0].total).toEqual(usd(5_900))
})

test('a downgrade waits for the renewal, says what would break, and can be undone', async () => {
  at('2027-08-01T00:00:00.000Z')
  const { ada, b } = await onPlan('business')
  const ben = await app.person('Ben Admin')
  await app.join(ben, ada.teamId, 'admin')
  const preview = await b.preview('starter')
  expect(preview).toMatchObject({ kind: 'renewal', dueNow: usd(0), effectiveAt: '2027-09-01T00:00:00.000Z' })
  expect(preview.breaks.join('\n')).toMatch(/The Audit Logs tab closes/)
  expect((await b.choose('starter')).body.billing.scheduled).toMatchObject({
    planId: 'starter',
    at: '2027-09-01T00:00:00.000Z',
  })
  expect(await b.plan()).toBe('business')
  expect((await b.drop('scheduled-change')).body.scheduled).toBe(null)
  await b.choose('starter')
  // Time itself changes the plan; no job has run.
  at('2027-09-01T00:00:00.000Z')
  expect(await b.plan()).toBe('starter')
  await goOnTo(app, '2027-09-01T00:01:00.000Z')
  expect(await b.view()).toMatchObject({
    price: usd(900),
    scheduled: null,
    period: { endsAt: '2027-10-01T00:00:00.000Z' },
  })
  expect((await b.invoices())[0].total).toEqual(usd(900))
})

test('monthly to yearly begins a year at once; yearly to monthly waits for its end', async () => {
  at('2027-02-01T00:00:00.000Z')
  const { b } = await onPlan('pro')
  at('2027-02-15T00:00:00.000Z')
  const yearly = await b.preview('pro', 'year')
  expect(yearly).toMatchObject({
    kind: 'now',
    dueNow: usd(27_550),
    next: { at: '2028-02-15T00:00:00.000Z', amount: usd(29_000) },
  })
  await b.choose('pro', 'year', { quotedAt: yearly.quotedAt })
  expect(await b.preview('pro', 'month')).toMatchObject({ kind: 'renewal', effectiveAt: '2028-02-15T00:00:00.000Z' })
  await b.choose('pro', 'month')
  await goOnTo(app, '2028-02-15T00:00:00.000Z')
  expect(await b.view()).toMatchObject({ interval: 'month', period: { endsAt: '2028-03-15T00:00:00.000Z' } })
})

test('cancelling keeps the plan until the end of what is paid, can be taken back until then, and loses nothing', async () => {
  at('2027-03-01T00:00:00.000Z')
  const { ada, b } = await onPlan('pro')
  const canceled = await b.post('cancellation', { reason: 'We are done' })
  expect(canceled.body).toMatchObject({ status: 'canceled', endsAt: '2027-04-01T00:00:00.000Z', nextPayment: null })
  expect((await b.drop('cancellation')).body).toMatchObject({ status: 'active', endsAt: null })
  await b.post('cancellation', {})
  at('2027-03-31T23:59:59.999Z')
  expect(await b.plan()).toBe('pro')
  await goOnTo(app, '2027-04-01T00:00:00.000Z')
  expect(await b.view()).toMatchObject({ status: 'canceled', plan: { id: 'free' }, period: null })
  expect((await b.drop('cancellation')).body.plan.id).toBe('free')
  expect((await b.invoices()).length).toBe(1)
  const subjects = (await app.mail(ada.email)).map(({ subject }) => subject)
  expect(subjects).toContain('Pro ends on 1 Apr 2027')
  expect(subjects).toContain('Pro has ended; the team is on Free')
})

test('a declined card changes nothing, leaves no number unused, and stands in the audit log', async () => {
  at('2027-05-03T00:00:00.000Z')
  const ada = await app.person('Ada Declined')
  const b = billing(app, ada)
  expect((await b.choose('pro')).body.code).toBe('payment_method_missing')
  await b.card('decline')
  const refused = await b.choose('pro')
  expect([refused.status, refused.body.code, refused.body.reason]).toEqual([
    402,
    'payment_declined',
    'The card was declined.',
  ])
  expect(await b.view()).toMatchObject({
    status: 'trial',
    pending: null,
    paymentMethod: { label: 'Visa ending in 0002' },
  })
  expect(await b.invoices()).toEqual([])
  const rows = await app.sql("SELECT details FROM audit_log WHERE log_id = $1 AND action = 'billing.plan_changed'", [
    ada.teamId,
  ])
  expect(rows).toEqual([{ details: { refused: 'payment_declined' } }])
})

test('3-D Secure: the change waits for the confirmation, may be given up, and is forgotten after an hour', async () => {
  at('2027-05-04T00:00:00.000Z')
  const { b } = await onPlan('pro', 'month', 'confirm')
  const pending = await b.view()
  expect(pending).toMatchObject({ status: 'trial', pending: { amount: usd(2_900), planName: 'Pro' } })
  expect(pending.pending.confirmUrl).toContain('/settings/billing/confirm?team=team_')
  expect((await b.choose('business')).body.code).toBe('payment_pending')
  expect((await b.drop('payment')).body.pending).toBe(null)
  await b.choose('business')
  expect((await b.post('payment/confirmation', { approve: false })).body).toMatchObject({
    status: 'trial',
    pending: null,
  })
  await b.choose('business')
  await goOnTo(app, '2027-05-04T01:00:00.000Z')
  expect(await b.view()).toMatchObject({ status: 'trial', pending: null })
  await b.choose('business')
  expect((await b.post('payment/confirmation', { approve: true })).body).toMatchObject({
    status: 'active',
    plan: { id: 'business' },
  })
  expect((await b.post('payment/confirmation', { approve: true })).status).toBe(200)
  expect(await b.invoices()).toHaveLength(1)
})

test('two people change the plan at once, on two nodes: one does, the other is told, and one payment is made', async () => {
  at('2027-05-05T00:00:00.000Z')
  const { ada, b } = await onPlan('starter')
  const bill = await app.person('Bill Billing')
  await app.join(bill, ada.teamId, 'billing')
  const { version } = await b.view()
  const other = await app.node()
  const bills = billing(app, { ...bill, browser: other.browser(bill.browser) }, ada.teamId)
  const answers = await Promise.all([
    b.choose('pro', 'month', { version }),
    bills.choose('business', 'month', { version }),
    b.choose('business', 'month', { version }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  expect(await b.invoices()).toHaveLength(2)
  expect((await balanceOf(app, ada.teamId)).receivable).toBe(0)
})

test('a price is the catalogue’s, never the request’s: unknown, free, unsold and foreign plans are refused; so are old and future quotes', async () => {
  at('2027-05-06T00:00:00.000Z')
  const { ada, b } = await onPlan('starter')
  const zoe = await app.person('Zoe Elsewhere')
  const codeOf = async (plan: string) => (await b.choose(plan)).body.code
  expect([await codeOf('free'), await codeOf('enterprise')]).toEqual(['plan_basic', 'plan_not_sold'])
  for (const name of ['selfhosted', 'constructor', '__proto__', '']) expect(await codeOf(name)).toBe('plan_unknown')
  for (const more of [{ price: 1 }, { amount: -5 }, { quantity: -1 }, { plan: 'business' }]) {
    const body = { planId: 'pro', interval: 'month', quotedAt: app.clock.now().toISOString(), ...more }
    expect((await ada.browser.put(`${b.at}/plan`, body, { ifMatch: (await b.view()).version })).status).toBe(400)
  }
  for (const quotedAt of ['2027-05-05T23:44:59.999Z', '2027-05-06T00:00:00.001Z', '2020-01-01T00:00:00.000Z']) {
    expect((await b.choose('pro', 'month', { quotedAt })).body.code).toBe('quote_old')
  }
  const [invoice] = await b.invoices()
  expect((await zoe.browser.get(`/teams/${zoe.teamId}/billing/invoices/${invoice.id}/pdf`)).status).toBe(404)
  expect((await zoe.browser.get(`${b.at}/invoices/${invoice.id}/pdf`)).status).toBe(404)
})

test('the clock moved back: nothing is charged twice and an upgrade still counts from the period’s start', async () => {
  at('2027-10-10T00:00:00.000Z')
  const { ada, b } = await onPlan('starter')
  await goOnTo(app, '2027-11-10T00:00:00.000Z')
  await goOnTo(app, '2027-10-20T00:00:00.000Z')
  await goOnTo(app, '2027-11-10T00:00:00.000Z')
  expect(await b.invoices()).toHaveLength(2)
  at('2027-11-09T00:00:00.000Z')
  expect((await b.choose('pro')).body.code).toBe('quote_old')
  at('2027-11-11T00:00:00.000Z')
  expect((await b.choose('pro')).status).toBe(200)
  expect((await balanceOf(app, ada.teamId)).receivable).toBe(0)
  app.clock.advance(days(1) + minutes(1))
})
