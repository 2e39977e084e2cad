import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '#platform/root.ts'
import { pdfPages, pdfText } from '#tests/pdf-text.ts'
import type { Invoice } from './invoice.queries.ts'
import { invoicePdf } from './invoice-pdf.ts'

const at = (day: string) => new Date(`${day}T10:00:00Z`)
const seller = 'AegisRunner Ltd | 12 Harbour Street | Dublin 2, Ireland | VAT IE6388047V'
const invoice: Invoice = {
  ...{ id: 'inv_1', team_id: 'team_1', number: '2027-000042', status: 'paid', cause: 'change', currency: 'EUR' },
  ...{ total: 3_567, tax: 667, tax_ref: 'taxcalc_1', plan_id: 'pro', interval: 'month', change: null },
  billed_to: {
    team: 'Analytical Engines',
    name: 'Analytical Engines Ltd',
    address: '12 St James’s Square\nLondon SW1Y 4JH',
    country: 'United Kingdom',
    taxId: 'GB123456789',
    poNumber: 'PO-2027-0815',
  },
  ...{ provider: 'stripe', created_at: at('2027-03-01'), issued_at: at('2027-03-01'), due_at: at('2027-03-01') },
  ...{ settled_at: at('2027-03-01'), next_try_at: null },
}
const item = (description: string, amount: number) => ({
  ...{ kind: 'item' as const, description, amount, starts_at: at('2027-03-01'), ends_at: at('2027-04-01') },
})
const vat = { ...item('VAT 23 % (Ireland)', 667), kind: 'tax' as const }

/** Keeps it for whoever wants to look at its pages. */
async function print(name: string, pdf: Promise<Buffer>): Promise<Buffer> {
  const folder = join(root, 'test-output', 'invoices')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.pdf`), await pdf)
  return pdf
}

test('an invoice says who owes whom what for which time, its tax, and what went back since', async () => {
  const lines = [item('Unused time of Starter, monthly', -450), item('Remaining time of Pro, monthly', 3_350), vat]
  const returns = [
    { kind: 'refund' as const, state: 'done' as const, amount: 1_000, at: at('2027-03-05') },
    { kind: 'dispute' as const, state: 'inquiry' as const, amount: 3_567, at: at('2027-03-09') },
  ]
  const text = pdfText(await print('paid-tax-refund', invoicePdf(invoice, { lines, returns, seller })))
  for (const part of [
    ...['AegisRunner Ltd', 'VAT IE6388047V', 'Invoice', '2027-000042', 'Analytical Engines Ltd', 'London SW1Y 4JH'],
    ...['Tax id: GB123456789', 'PO-2027-0815', 'Paid on 1 Mar 2027', '-€4.50', '€33.50', 'Before tax', '€29.00'],
    ...[
      'VAT 23 % (Ireland)',
      '€6.67',
      'Total, paid',
      '€35.67',
      'Refunded, 5 Mar 2027',
      '-€10.00',
      'Remains paid',
      '€25.67',
    ],
    ...['The bank asks about the payment, 9 Mar 2027', '(€35.67)'],
  ]) {
    expect(text).toContain(part)
  }
})

test('one to be paid says until when; without tax it says that none is added', async () => {
  const open: Invoice = { ...invoice, status: 'open', total: 2_900, tax: 0, settled_at: null, due_at: at('2027-03-15') }
  const pdf = await print(
    'open',
    invoicePdf(open, { lines: [item('Pro, monthly', 2_900)], returns: [], seller: 'Aegis' }),
  )
  for (const part of ['To be paid', '15 Mar 2027', 'no tax is added']) expect(pdfText(pdf)).toContain(part)
  expect(pdfPages(pdf)).toBe(1)
})

test('many lines go on over pages with the heads again, the sums are never parted from each other', async () => {
  const lines = [...Array.from({ length: 40 }, (_, n) => item(`Change number ${n + 1}`, 100)), vat]
  const long: Invoice = { ...invoice, total: 4_667 }
  const pdf = await print('long', invoicePdf(long, { lines, returns: [], seller }))
  expect(pdfPages(pdf)).toBe(3)
  const text = pdfText(pdf)
  for (let n = 1; n <= 40; n++) expect(text).toContain(`Change number ${n}`)
  expect([...text.matchAll(/DESCRIPTION/g)].length).toBeGreaterThanOrEqual(2)
  expect(text).toContain('€46.67')
})

test('letters the paper cannot show lose their marks, and no sign becomes another', async () => {
  const foreign = { ...invoice, billed_to: { ...invoice.billed_to, name: 'Žluť, Łódź & 株式会社 <b>GmbH</b> ﷽' } }
  const text = pdfText(
    await print('scripts', invoicePdf(foreign, { lines: [item('Pro', 2_900), vat], returns: [], seller })),
  )
  expect(text).toContain('Žlut, Lódz & ???? <b>GmbH</b> ?')
})
