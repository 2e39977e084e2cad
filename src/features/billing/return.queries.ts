import type { Reader, Tx } from '#platform/db/db.ts'
import type { ReturnKind, ReturnState } from './returns.ts'

/** A refund or a dispute of an invoice's payment. */
export interface InvoiceReturnsTable {
  team_id: string
  provider: string
  ref: string
  invoice_id: string
  kind: ReturnKind
  state: ReturnState
  amount: number
  reason: string | null
  /** When it began at the provider. */
  at: Date
  /** When we heard of its present state. */
  heard_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    invoice_returns: InvoiceReturnsTable
  }
}

/** Notes a return; false when it is known already. */
export async function insertReturn(tx: Tx, row: InvoiceReturnsTable): Promise<boolean> {
  const added = await tx.query
    .insertInto('invoice_returns')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

/** A known return, locked until the transaction ends. */
export async function lockReturn(tx: Tx, provider: string, ref: string): Promise<InvoiceReturnsTable | undefined> {
  return tx.query
    .selectFrom('invoice_returns')
    .selectAll()
    .where('provider', '=', provider)
    .where('ref', '=', ref)
    .forUpdate()
    .executeTakeFirst()
}

/** Notes how far a return has come. */
export async function moveReturn(
  tx: Tx,
  { provider, ref }: Pick<InvoiceReturnsTable, 'provider' | 'ref'>,
  change: Pick<InvoiceReturnsTable, 'state' | 'heard_at'>,
): Promise<void> {
  await tx.query
    .updateTable('invoice_returns')
    .set(change)
    .where('provider', '=', provider)
    .where('ref', '=', ref)
    .execute()
}

/** What went back of invoices, oldest first. */
export async function returnsOf(on: Reader, invoiceIds: readonly string[]): Promise<InvoiceReturnsTable[]> {
  if (invoiceIds.length === 0) return []
  return on.query
    .selectFrom('invoice_returns')
    .selectAll()
    .where('invoice_id', 'in', invoiceIds)
    .orderBy('at')
    .orderBy('ref')
    .execute()
}
