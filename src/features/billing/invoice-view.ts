import type { z } from 'zod'
import type { Reader } from '#platform/db/db.ts'
import type { InvoiceView } from './contract.ts'
import { type Invoice, linesOf } from './invoice.queries.ts'
import { returnsOf } from './return.queries.ts'
import { returnWords } from './returns.ts'

/** Invoices as the list shows them: what they are for, what of them is tax, and what went back. */
export async function invoiceViews(on: Reader, invoices: readonly Invoice[]): Promise<z.input<typeof InvoiceView>[]> {
  const ids = invoices.map(({ id }) => id)
  const [lines, returns] = [await linesOf(on, ids), await returnsOf(on, ids)]
  return invoices.map((invoice) => {
    const money = (amount: number) => ({ amount, currency: invoice.currency })
    return {
      id: invoice.id,
      number: invoice.number ?? '',
      status: invoice.status === 'draft' ? 'open' : invoice.status,
      total: money(invoice.total),
      issuedAt: invoice.issued_at ?? invoice.created_at,
      dueAt: invoice.due_at,
      paidAt: invoice.status === 'paid' ? invoice.settled_at : null,
      tax: invoice.tax > 0 ? money(invoice.tax) : null,
      returns: returns
        .filter((one) => one.invoice_id === invoice.id)
        .map((one) => ({ says: returnWords(one), amount: money(one.amount), at: one.at })),
      says: lines.findLast((line) => line.invoice_id === invoice.id && line.kind === 'item')?.description ?? '',
    }
  })
}
