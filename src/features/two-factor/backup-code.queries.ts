import type { Reader, Tx } from '#platform/db/db.ts'

/** A backup code; of the code itself only a hash is kept. */
export interface BackupCodeRow {
  user_id: string
  slot: number
  hash: string
  created_at: Date
  spent_at: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    backup_codes: BackupCodeRow
  }
}

/** Puts new codes in the place of all others a person has. */
export async function replaceBackupCodes(tx: Tx, userId: string, hashes: string[], now: Date): Promise<void> {
  await deleteBackupCodes(tx, userId)
  await tx.query
    .insertInto('backup_codes')
    .values(hashes.map((hash, slot) => ({ user_id: userId, slot, hash, created_at: now, spent_at: null })))
    .execute()
}

/** A person's backup codes, the spent ones included. Never anybody else's (V06). */
export async function backupCodesOf(on: Reader, userId: string): Promise<BackupCodeRow[]> {
  return on.query.selectFrom('backup_codes').selectAll().where('user_id', '=', userId).orderBy('slot').execute()
}

/** Spends a code: one conditional UPDATE on the very hash that was compared, so it works once, and never after it was replaced (V08). */
export async function spendBackupCode(
  tx: Tx,
  { user_id, slot, hash }: Pick<BackupCodeRow, 'user_id' | 'slot' | 'hash'>,
  now: Date,
): Promise<boolean> {
  const row = await tx.query
    .updateTable('backup_codes')
    .set({ spent_at: now })
    .where('user_id', '=', user_id)
    .where('slot', '=', slot)
    .where('hash', '=', hash)
    .where('spent_at', 'is', null)
    .returning('slot')
    .executeTakeFirst()
  return row !== undefined
}

/** How many codes a person has left. */
export async function backupCodesLeft(on: Reader, userId: string): Promise<number> {
  const rows = await on.query
    .selectFrom('backup_codes')
    .select('slot')
    .where('user_id', '=', userId)
    .where('spent_at', 'is', null)
    .execute()
  return rows.length
}

/** Removes every backup code of a person. */
export async function deleteBackupCodes(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('backup_codes').where('user_id', '=', userId).execute()
}
