import type { Invoice } from './invoice.queries.ts'
import type { PaymentsTable } from './payment.queries.ts'

/** One step was taken, nothing is due, or a payment is to be carried out outside the transaction. */
export type Step = 'done' | 'nothing' | { payment: PaymentsTable; invoice: Invoice }
