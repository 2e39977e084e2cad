import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import { inOrder } from '#platform/db/in-order.ts'

/** An export that a job puts together: under way, ready until it expires, or failed. `after` is a cursor of the log. */
export interface ExportFileRow {
  team_id: string
  id: string
  requested_by: string
  requested_at: Date
  format: 'csv' | 'ndjson'
  filters: string
  pieces: number
  bytes: number
  entries: number
  progress: number
  after: string | null
  touched_at: Date
  ready_at: Date | null
  expires_at: Date | null
  failed_at: Date | null
}

interface ExportPiecesTable {
  team_id: string
  export_id: string
  piece: number
  starts: number
  bytes: number
  packed: Buffer
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_exports: ExportFileRow
    audit_export_pieces: ExportPiecesTable
  }
}

/** Begins a file; undefined when whoever asks has one under way, which a unique index decides. */
export async function insertExportFile(
  tx: Tx,
  file: Pick<ExportFileRow, 'team_id' | 'id' | 'requested_by' | 'format' | 'filters'>,
  now: Date,
): Promise<ExportFileRow | undefined> {
  const { rows } = await sql<ExportFileRow>`
    INSERT INTO audit_exports (team_id, id, requested_by, requested_at, format, filters, touched_at)
    VALUES (${file.team_id}, ${file.id}, ${file.requested_by}, ${now}, ${file.format}, ${file.filters}, ${now})
    ON CONFLICT DO NOTHING RETURNING *`.execute(tx.query)
  return rows[0]
}

/** The files of a team, the newest first. */
export const exportFilesOf = (on: Reader, teamId: string): Promise<ExportFileRow[]> =>
  on.query
    .selectFrom('audit_exports')
    .selectAll()
    .where('team_id', '=', teamId)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** A file of a team. */
export const exportFileOf = (on: Reader, teamId: string, id: string): Promise<ExportFileRow | undefined> =>
  on.query.selectFrom('audit_exports').selectAll().where('team_id', '=', teamId).where('id', '=', id).executeTakeFirst()

/** Adds a piece at the end; false when the file was removed or given up meanwhile, or another worker was faster. */
export async function addPiece(
  tx: Tx,
  { team_id, id, pieces, bytes }: ExportFileRow,
  piece: { packed: Buffer; bytes: number; entries: number; progress: number; after: string | null },
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE audit_exports SET pieces = pieces + 1, bytes = bytes + ${piece.bytes}, entries = entries + ${piece.entries},
      progress = ${piece.progress}, after = coalesce(${piece.after}, after), touched_at = ${now}
    WHERE team_id = ${team_id} AND id = ${id} AND pieces = ${pieces} AND ready_at IS NULL AND failed_at IS NULL
    RETURNING 1`.execute(tx.query)
  if (rows.length === 0) return false
  await tx.query
    .insertInto('audit_export_pieces')
    .values({ team_id, export_id: id, piece: pieces, starts: bytes, bytes: piece.bytes, packed: piece.packed })
    .execute()
  return true
}

/** Makes a file ready; false when it is settled or gone already. */
export async function finishExportFile(
  tx: Tx,
  { team_id, id }: ExportFileRow,
  { readyAt, expiresAt }: { readyAt: Date; expiresAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE audit_exports SET progress = 1, ready_at = ${readyAt}, expires_at = ${expiresAt}
    WHERE team_id = ${team_id} AND id = ${id} AND ready_at IS NULL AND failed_at IS NULL RETURNING 1`.execute(tx.query)
  return rows.length > 0
}

/** Gives a file up; what it held so far goes. */
export async function failExportFile(tx: Tx, { team_id, id }: ExportFileRow, now: Date): Promise<void> {
  await sql`UPDATE audit_exports SET failed_at = ${now}
    WHERE team_id = ${team_id} AND id = ${id} AND ready_at IS NULL AND failed_at IS NULL`.execute(tx.query)
  await sql`DELETE FROM audit_export_pieces p USING audit_exports x
    WHERE x.team_id = ${team_id} AND x.id = ${id} AND x.failed_at IS NOT NULL AND p.team_id = x.team_id AND p.export_id = x.id`.execute(
    tx.query,
  )
}

/** The piece in which this byte of a file stands. */
export async function pieceAt(
  on: Reader,
  { team_id, id }: ExportFileRow,
  byte: number,
): Promise<Pick<ExportPiecesTable, 'starts' | 'bytes' | 'packed'> | undefined> {
  const { rows } = await sql<Pick<ExportPiecesTable, 'starts' | 'bytes' | 'packed'>>`
    SELECT starts, bytes, packed FROM audit_export_pieces
    WHERE team_id = ${team_id} AND export_id = ${id} AND starts <= ${byte} AND starts + bytes > ${byte}`.execute(
    on.query,
  )
  return rows[0]
}

/** Removes a file; what it was, when there was one. */
export const deleteExportFile = (tx: Tx, teamId: string, id: string): Promise<ExportFileRow | undefined> =>
  tx.query
    .deleteFrom('audit_exports')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

/** Removes all files that a person asked for, or that hold entries of these logs: they were made before the person was taken out. */
export async function deleteExportFilesOf(tx: Tx, userId: string, logs: string[]): Promise<void> {
  await sql`DELETE FROM audit_exports WHERE requested_by = ${userId} OR team_id = ANY(${logs})`.execute(tx.query)
}

/** Removes files whose time is over, gives up those nobody works on any more, and later forgets those. */
export async function sweepExportFiles(
  on: Reader,
  { now, stuckSince, forgetBefore }: { now: Date; stuckSince: Date; forgetBefore: Date },
): Promise<void> {
  await sql`DELETE FROM audit_exports WHERE expires_at <= ${now} OR failed_at <= ${forgetBefore}`.execute(on.query)
  await sql`UPDATE audit_exports SET failed_at = ${now}
    WHERE ready_at IS NULL AND failed_at IS NULL AND touched_at <= ${stuckSince}`.execute(on.query)
}

/** Who is to be told that a file is ready: a person who may still read the log of the team. */
export async function readerOf(
  on: Reader,
  teamId: string,
  userId: string,
): Promise<{ email: string; fullName: string; timezone: string; role: string; team: string } | undefined> {
  const { rows } = await sql<{ email: string; fullName: string; timezone: string; role: string; team: string }>`
    SELECT u.email, u.full_name AS "fullName", u.timezone, m.role, t.name AS team
    FROM memberships m JOIN users u ON u.id = m.user_id JOIN teams t ON t.id = m.team_id
    WHERE m.team_id = ${teamId} AND m.user_id = ${userId}`.execute(on.query)
  return rows[0]
}

/** The times of the oldest entry of a log. */
export async function oldestEntry(on: Reader, logId: string): Promise<Date | undefined> {
  const { rows } = await inOrder(on, ({ query }) =>
    sql<{ at: Date }>`SELECT at FROM audit_log WHERE log_id = ${logId} ORDER BY at, id LIMIT 1`.execute(query),
  )
  return rows[0]?.at
}
