import type { Reader, Tx } from '../db/db.ts'

/** An address whose mail server refused it for good. */
export interface RefusedAddressTable {
  recipient: string
  says: string
  refused_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    mail_refused_addresses: RefusedAddressTable
  }
}

/** Marks an address; the latest refusal counts. */
export async function markRefused(tx: Tx, row: RefusedAddressTable): Promise<void> {
  const { says, refused_at } = row
  await tx.query
    .insertInto('mail_refused_addresses')
    .values(row)
    .onConflict((conflict) => conflict.column('recipient').doUpdateSet({ says, refused_at }))
    .execute()
}

/** Takes the mark off, because a letter got through or the person says that it is mended; false when there was none. */
export async function unmarkRefused(tx: Tx, recipient: string): Promise<boolean> {
  const gone = await tx.query.deleteFrom('mail_refused_addresses').where('recipient', '=', recipient).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Which of these addresses are refused, with what their server said. */
export async function refusedAmong(on: Reader, recipients: readonly string[]): Promise<RefusedAddressTable[]> {
  if (recipients.length === 0) return []
  return on.query.selectFrom('mail_refused_addresses').selectAll().where('recipient', 'in', recipients).execute()
}
