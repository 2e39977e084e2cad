import { expect, test, vi } from 'vitest'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { pdfText } from '#tests/pdf-text.ts'
import { balanceOf, goOnTo } from './billing.fixture.ts'
import { stripeApp } from './stripe.fixture.ts'

vi.setConfig({ testTimeout: minutes(1) })
const { app, stripe, subscriber, lastIntent } = await stripeApp({ STRIPE_TAX: 'on' })
const usd = (amount: number) => ({ amount, currency: 'USD' })
const linesOf = (invoice: string) =>
  app.sql<{ kind: string; description: string; amount: number }>(
    'SELECT kind, description, amount FROM invoice_lines WHERE invoice_id = $1 ORDER BY position',
    [invoice],
  )

test('tax as Stripe reckons it stands in the preview, on the invoice and in the PDF; lines and tax add up to what is paid', async () => {
  const { ada, b } = await subscriber('pays', 'IE')
  expect(await b.view()).toMatchObject({ plusTax: true })
  const preview = await b.preview('pro')
  expect(preview).toMatchObject({
    lines: [
      { description: 'Pro, monthly', amount: usd(2_900) },
      { description: 'VAT 23 % (Ireland)', amount: usd(667) },
    ],
    dueNow: usd(3_567),
    next: { amount: usd(3_567) },
  })
  expect((await b.choose('pro')).body.state).toBe('done')
  expect(lastIntent()).toMatchObject({ amount: 3_567, status: 'succeeded' })
  const [invoice] = await b.invoices()
  expect(invoice).toMatchObject({ total: usd(3_567), tax: usd(667), says: 'Pro, monthly' })
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 3_567, receivable: 0, revenue: -2_900, tax: -667 })
  const received = (await app.mail(ada.email)).find(({ subject }) => subject === 'Receipt for $35.67')
  const text = pdfText(received?.raw.attachments[0]?.content ?? Buffer.alloc(0))
  for (const part of ['Before tax', '$29.00', 'VAT 23 % (Ireland)', '$6.67', 'Total, paid', '$35.67'])
    expect(text).toContain(part)
  expect(text).not.toContain('no tax is added')

  await app.drain()
  const told = [...stripe.things.values()].filter(({ object }) => object === 'tax.transaction')
  expect(told).toEqual([expect.objectContaining({ reference: invoice.id })])

  // An upgrade in the middle, and the renewal after it.
  app.clock.advance(minutes(60 * 24 * 10))
  await confirm(ada)
  await b.choose('business')
  await goOnTo(app, (await b.view()).period.endsAt)
  const invoices = await b.invoices()
  expect(invoices).toHaveLength(3)
  for (const { id, total, tax } of invoices) {
    const lines = await linesOf(id)
    expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(total.amount)
    expect(lines.filter(({ kind }) => kind === 'tax').reduce((sum, { amount }) => sum + amount, 0)).toBe(tax.amount)
  }
  expect(invoices[0].total).toEqual(usd(5_900 + 1_357))
  const { cash = 0, revenue = 0, tax = 0, receivable } = await balanceOf(app, ada.teamId)
  expect([cash + revenue + tax, receivable]).toEqual([0, 0])
})

test('where the buyer owes the tax a line of nothing says so; without an address no tax is added', async () => {
  const abroad = await subscriber('pays', 'DE')
  await abroad.b.choose('pro')
  const [invoice] = await abroad.b.invoices()
  expect(invoice).toMatchObject({ total: usd(2_900), tax: null })
  expect((await linesOf(invoice.id)).at(-1)).toEqual({
    ...{ kind: 'tax', description: 'VAT (Germany), reverse charge: to be paid by the buyer', amount: 0 },
  })
  const nowhere = await subscriber('pays')
  expect((await nowhere.b.preview('pro')).dueNow).toEqual(usd(2_900))
  await nowhere.b.choose('pro')
  expect(await linesOf((await nowhere.b.invoices())[0].id)).toHaveLength(1)
})

test('while Stripe does not answer nothing is priced without tax: a change is refused, a renewal waits for the next minute', async () => {
  const { ada, b } = await subscriber('pays', 'IE')
  stripe.failNext(3, 500)
  expect((await b.preview('pro')).code).toBe('provider_unreachable')
  stripe.failNext(3, 500)
  expect((await b.choose('pro')).body.code).toBe('provider_unreachable')
  expect(await b.invoices()).toEqual([])
  await b.choose('pro')
  const { endsAt } = (await b.view()).period
  // Teams of the tests before renew that day as well; whoever comes first meets the fault.
  await app.sql("UPDATE subscriptions SET status = 'canceled' WHERE team_id <> $1", [ada.teamId])
  stripe.failNext(3, 500)
  await goOnTo(app, endsAt)
  expect(await b.invoices()).toHaveLength(1)
  await goOnTo(app, new Date(new Date(endsAt).getTime() + minutes(1)).toISOString())
  expect((await b.invoices()).map(({ total }: { total: object }) => total)).toEqual([usd(3_567), usd(3_567)])
})
