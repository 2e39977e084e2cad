import type { Reader, Tx } from '#platform/db/db.ts'

/** One try to pay an invoice. */
export interface PaymentsTable {
  id: string
  team_id: string
  invoice_id: string
  attempt: number
  provider: string
  ref: string | null
  state: 'started' | 'confirm' | 'awaited' | 'paid' | 'failed'
  amount: number
  method_ref: string | null
  method_label: string | null
  confirm_url: string | null
  reason: string | null
  present: boolean
  started_at: Date
  settled_at: Date | null
}

interface LedgerEntriesTable {
  posting_id: string
  account: 'receivable' | 'cash' | 'revenue' | 'bad_debt' | 'tax' | 'refunds' | 'disputed'
  team_id: string
  invoice_id: string
  amount: number
  currency: string
  at: Date
}

interface ProviderEventsTable {
  provider: string
  event_id: string
  type: string
  outcome: string
  created_at: Date
  received_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    payments: PaymentsTable
    ledger_entries: LedgerEntriesTable
    provider_events: ProviderEventsTable
  }
}

/** Adds a payment that was begun. */
export async function insertPayment(tx: Tx, payment: PaymentsTable): Promise<void> {
  await tx.query.insertInto('payments').values(payment).execute()
}

/** Notes what became of a payment that is not settled; false when it was settled already, which nothing undoes. */
export async function movePayment(
  tx: Tx,
  id: string,
  change: Partial<Pick<PaymentsTable, 'ref' | 'state' | 'confirm_url' | 'reason' | 'settled_at'>>,
): Promise<boolean> {
  const moved = await tx.query
    .updateTable('payments')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', ['started', 'confirm', 'awaited'])
    .executeTakeFirst()
  return moved.numUpdatedRows === 1n
}

/** One payment. */
export async function paymentById(on: Reader, id: string): Promise<PaymentsTable | undefined> {
  return on.query.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The payment a provider knows by this id. */
export async function paymentByRef(on: Reader, provider: string, ref: string): Promise<PaymentsTable | undefined> {
  return on.query
    .selectFrom('payments')
    .selectAll()
    .where('provider', '=', provider)
    .where('ref', '=', ref)
    .executeTakeFirst()
}

/** Every payment of an invoice, in order. */
export async function paymentsOf(on: Reader, invoiceId: string): Promise<PaymentsTable[]> {
  return on.query.selectFrom('payments').selectAll().where('invoice_id', '=', invoiceId).orderBy('attempt').execute()
}

/** Payments whose outcome is not known although they were begun before this instant, oldest first. */
export async function payLater(on: Reader, before: Date, limit: number): Promise<PaymentsTable[]> {
  return on.query
    .selectFrom('payments')
    .selectAll()
    .where('state', 'in', ['started', 'confirm'])
    .where('started_at', '<=', before)
    .orderBy('started_at')
    .limit(limit)
    .execute()
}

/** Posts entries that add up to nothing; entries of nothing are left out. */
export async function post(
  tx: Tx,
  posting: { id: string; teamId: string; invoiceId: string; currency: string; at: Date },
  entries: readonly (readonly [account: LedgerEntriesTable['account'], amount: number])[],
): Promise<void> {
  const { id, teamId, invoiceId, currency, at } = posting
  const rows = entries
    .filter(([, amount]) => amount !== 0)
    .map(([account, amount]) => ({
      ...{ posting_id: id, account, team_id: teamId, invoice_id: invoiceId, amount, currency, at },
    }))
  if (rows.length > 0) await tx.query.insertInto('ledger_entries').values(rows).execute()
}

/** Notes a provider's event; false when it came before. */
export async function insertEvent(tx: Tx, event: ProviderEventsTable): Promise<boolean> {
  const added = await tx.query
    .insertInto('provider_events')
    .values(event)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

/** Whether an event came before. */
export async function knowsEvent(on: Reader, provider: string, eventId: string): Promise<boolean> {
  const row = await on.query
    .selectFrom('provider_events')
    .select('type')
    .where('provider', '=', provider)
    .where('event_id', '=', eventId)
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets events nobody will repeat any more. */
export async function deleteEventsBefore(on: Reader, before: Date): Promise<void> {
  await on.query.deleteFrom('provider_events').where('received_at', '<', before).execute()
}
