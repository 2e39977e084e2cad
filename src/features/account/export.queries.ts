import type { Db, Reader, Tx } from '#platform/db/db.ts'

/** A copy of what is held about a person: being built, ready until it expires, or failed. */
export interface ExportRow {
  id: string
  user_id: string
  requested_at: Date
  parts_done: number
  parts: number
  ready_at: Date | null
  expires_at: Date | null
  failed_at: Date | null
  bytes: number | null
  sha256: string | null
}

interface ExportPiecesTable {
  export_id: string
  piece: number
  sealed: string
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    account_exports: ExportRow
    account_export_pieces: ExportPiecesTable
  }
}

/** Begins a copy; false when one is under way, which a unique index decides. */
export async function insertExport(
  tx: Tx,
  { id, userId, parts }: { id: string; userId: string; parts: number },
  now: Date,
): Promise<boolean> {
  const unfinished = { ready_at: null, expires_at: null, failed_at: null, bytes: null, sha256: null }
  const result = await tx.query
    .insertInto('account_exports')
    .values({ id, user_id: userId, requested_at: now, parts_done: 0, parts, ...unfinished })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** A copy by its id. */
export async function exportById(on: Reader, id: string): Promise<ExportRow | undefined> {
  return on.query.selectFrom('account_exports').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A copy of this person; somebody else's is not found. */
export async function exportOf(on: Reader, userId: string, id: string): Promise<ExportRow | undefined> {
  return on.query
    .selectFrom('account_exports')
    .selectAll()
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The copy a person asked for last. */
export async function latestExport(on: Reader, userId: string): Promise<ExportRow | undefined> {
  return on.query
    .selectFrom('account_exports')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Notes how far a copy is. */
export async function noteParts(on: Reader, id: string, done: number): Promise<void> {
  await on.query.updateTable('account_exports').set({ parts_done: done }).where('id', '=', id).execute()
}

/** Stores the pieces of a copy and makes it ready, in place of the person's older ones; false when it is ready or gone already. */
export async function finishExport(
  tx: Tx,
  { id, user_id }: Pick<ExportRow, 'id' | 'user_id'>,
  made: { pieces: string[]; bytes: number; sha256: string; readyAt: Date; expiresAt: Date },
): Promise<boolean> {
  const finished = await tx.query
    .updateTable('account_exports')
    .set({ ready_at: made.readyAt, expires_at: made.expiresAt, bytes: made.bytes, sha256: made.sha256 })
    .where('id', '=', id)
    .where('ready_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirst()
  if (finished.numUpdatedRows !== 1n) return false
  for (const [piece, sealed] of made.pieces.entries())
    await tx.query.insertInto('account_export_pieces').values({ export_id: id, piece, sealed }).execute()
  await tx.query.deleteFrom('account_exports').where('user_id', '=', user_id).where('id', '!=', id).execute()
  return true
}

/** The sealed pieces of a copy, in order. */
export async function piecesOf(on: Reader, id: string): Promise<string[]> {
  const rows = await on.query
    .selectFrom('account_export_pieces')
    .select('sealed')
    .where('export_id', '=', id)
    .orderBy('piece')
    .execute()
  return rows.map(({ sealed }) => sealed)
}

/** Gives a copy up. */
export async function failExport(on: Reader, id: string, now: Date): Promise<void> {
  await on.query
    .updateTable('account_exports')
    .set({ failed_at: now })
    .where('id', '=', id)
    .where('ready_at', 'is', null)
    .execute()
}

/** Removes copies whose time is over, and gives up those that nobody works on any more. */
export async function sweepExports(db: Db, { now, stuckSince }: { now: Date; stuckSince: Date }): Promise<void> {
  await db.query.deleteFrom('account_exports').where('expires_at', '<=', now).execute()
  await db.query.deleteFrom('account_exports').where('failed_at', '<=', stuckSince).execute()
  await db.query
    .updateTable('account_exports')
    .set({ failed_at: now })
    .where('ready_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('requested_at', '<=', stuckSince)
    .execute()
}
