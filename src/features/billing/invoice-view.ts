import type { z } from 'zod'
import type { InvoiceView } from './contract.ts'
import type { Invoice } from './invoice.queries.ts'

/** An invoice as the list shows it; `lines` are what it is for. */
export const invoiceView = (
  invoice: Invoice,
  lines: readonly { description: string }[],
): z.input<typeof InvoiceView> => ({
  id: invoice.id,
  number: invoice.number ?? '',
  status: invoice.status === 'draft' ? 'open' : invoice.status,
  total: { amount: invoice.total, currency: invoice.currency },
  issuedAt: invoice.issued_at ?? invoice.created_at,
  dueAt: invoice.due_at,
  paidAt: invoice.status === 'paid' ? invoice.settled_at : null,
  says: lines.at(-1)?.description ?? '',
})
