import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { Line } from './quote.ts'
import type { Interval } from './rules.ts'

/** To whom an invoice is written, as it was then. */
export interface BilledTo {
  team: string
  name: string
  address: string
  country: string
  taxId: string
  poNumber: string
}

/** What a subscription becomes when the invoice of a change is paid. */
export interface PaidChange {
  planId: string
  interval: Interval
  price: number
  effectiveAt: string
  anchorAt: string
  periodStart: string
  periodEnd: string
}

/** One invoice. */
export interface InvoicesTable {
  id: string
  team_id: string
  number: string | null
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'
  cause: 'change' | 'renewal'
  currency: string
  total: number
  /** Part of the total. */
  tax: number
  tax_ref: string | null
  plan_id: string
  interval: Interval
  change: string | null
  billed_to: string
  provider: string
  created_at: Date
  issued_at: Date | null
  due_at: Date | null
  settled_at: Date | null
  next_try_at: Date | null
}

/** An invoice as it is read: JSON columns parsed. */
export interface Invoice extends Omit<InvoicesTable, 'change' | 'billed_to'> {
  change: PaidChange | null
  billed_to: BilledTo
}

interface InvoiceLinesTable {
  team_id: string
  invoice_id: string
  position: number
  kind: 'item' | 'tax'
  description: string
  amount: number
  starts_at: Date
  ends_at: Date
}

interface InvoiceNumbersTable {
  year: number
  last: number
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    invoices: InvoicesTable
    invoice_lines: InvoiceLinesTable
    invoice_numbers: InvoiceNumbersTable
  }
}

const asRead = (row: unknown): Invoice => row as Invoice

/** Adds an invoice and its lines; those of tax come last. */
export async function insertInvoice(
  tx: Tx,
  invoice: Invoice,
  lines: readonly Line[],
  taxes: readonly { name: string; amount: number }[],
): Promise<void> {
  const { change, billed_to } = invoice
  const json = { change: change && JSON.stringify(change), billed_to: JSON.stringify(billed_to) }
  await tx.query
    .insertInto('invoices')
    .values({ ...invoice, ...json })
    .execute()
  const whole = {
    startsAt: lines.at(-1)?.startsAt ?? invoice.created_at,
    endsAt: lines.at(-1)?.endsAt ?? invoice.created_at,
  }
  const all = [
    ...lines.map((line) => ({ kind: 'item' as const, ...line })),
    ...taxes.map(({ name, amount }) => ({ kind: 'tax' as const, description: name, amount, ...whole })),
  ]
  const rows = all.map(({ kind, description, amount, startsAt, endsAt }, position) => ({
    ...{ team_id: invoice.team_id, invoice_id: invoice.id, position, kind, description, amount },
    ...{ starts_at: startsAt, ends_at: endsAt },
  }))
  await tx.query.insertInto('invoice_lines').values(rows).execute()
}

/** Changes where an invoice stands. */
export async function updateInvoice(
  tx: Tx,
  id: string,
  change: Partial<Pick<InvoicesTable, 'number' | 'status' | 'issued_at' | 'due_at' | 'settled_at' | 'next_try_at'>>,
): Promise<void> {
  await tx.query.updateTable('invoices').set(change).where('id', '=', id).execute()
}

/** Takes the next number of the year; nobody else gets one until this transaction ends, so none is ever missing. */
export async function takeNumber(tx: Tx, year: number): Promise<number> {
  const { last } = await tx.query
    .insertInto('invoice_numbers')
    .values({ year, last: 1 })
    .onConflict((conflict) => conflict.column('year').doUpdateSet({ last: sql<number>`invoice_numbers.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow()
  return last
}

/** One invoice, of whatever team. */
export async function invoiceById(on: Reader, id: string): Promise<Invoice | undefined> {
  const row = await on.query.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirst()
  return row && asRead(row)
}

/** A team's invoice that was issued; another team's is not found. */
export async function issuedInvoice(on: Reader, teamId: string, id: string): Promise<Invoice | undefined> {
  const row = await on.query
    .selectFrom('invoices')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('number', 'is not', null)
    .executeTakeFirst()
  return row && asRead(row)
}

/** Issued invoices of a team, newest first. */
export async function issuedInvoices(
  on: Reader,
  teamId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<Invoice[]> {
  const query = on.query
    .selectFrom('invoices')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('number', 'is not', null)
    .orderBy('id', 'desc')
    .limit(limit)
  const rows = await (before ? query.where('id', '<', before) : query).execute()
  return rows.map(asRead)
}

/** What of a team waits for money: the draft of a change, then open invoices, oldest first. */
export async function unsettledInvoices(on: Reader, teamId: string): Promise<Invoice[]> {
  const rows = await on.query
    .selectFrom('invoices')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('status', 'in', ['draft', 'open'])
    .orderBy('status')
    .orderBy('id')
    .execute()
  return rows.map(asRead)
}

/** Open invoices of every team, oldest first; for the operator who is told of transfers. */
export async function openInvoices(on: Reader, limit: number): Promise<Invoice[]> {
  const rows = await on.query
    .selectFrom('invoices')
    .selectAll()
    .where('status', '=', 'open')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(asRead)
}

/** The lines of invoices, in their order. */
export async function linesOf(on: Reader, ids: readonly string[]): Promise<InvoiceLinesTable[]> {
  if (ids.length === 0) return []
  return on.query
    .selectFrom('invoice_lines')
    .selectAll()
    .where('invoice_id', 'in', ids)
    .orderBy('invoice_id')
    .orderBy('position')
    .execute()
}
