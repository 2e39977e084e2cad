import { sql } from 'kysely'
import type { Db, Reader, Tx } from '#platform/db/db.ts'

/** A place a team's log is sent on to. `next`: the number in the tree, from 0, of the entry that goes next. */
export interface StreamRow {
  team_id: string
  id: string
  name: string
  kind: 'webhook' | 'syslog'
  address: string
  /** Sealed; signs what is sent to a webhook. */
  secret: string
  next: number
  paused: boolean
  failures: number
  due_at: Date
  sent_at: Date | null
  created_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_streams: StreamRow
  }
}

/** The streams of a team with how far its tree has grown. */
export async function streamsOf(on: Reader, teamId: string): Promise<(StreamRow & { size: number })[]> {
  const { rows } = await sql<StreamRow & { size: number }>`
    SELECT s.*, coalesce(t.size, 0)::bigint AS size FROM audit_streams s LEFT JOIN audit_trees t ON t.log_id = s.team_id
    WHERE s.team_id = ${teamId} ORDER BY s.created_at, s.id`.execute(on.query)
  return rows
}

/** How many entries of a log are sealed. */
export async function sizeOf(on: Reader, logId: string): Promise<number> {
  const row = await on.query.selectFrom('audit_trees').select('size').where('log_id', '=', logId).executeTakeFirst()
  return row?.size ?? 0
}

/** Adds a stream. */
export async function insertStream(tx: Tx, row: StreamRow): Promise<void> {
  await tx.query.insertInto('audit_streams').values(row).execute()
}

/** Changes a stream; undefined when the team has none of this id. */
export const updateStream = (
  tx: Tx,
  teamId: string,
  id: string,
  change: Partial<Pick<StreamRow, 'paused' | 'next' | 'failures' | 'due_at'>>,
): Promise<StreamRow | undefined> =>
  tx.query
    .updateTable('audit_streams')
    .set(change)
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

/** Ends a stream; its name when there was one. */
export async function deleteStream(tx: Tx, teamId: string, id: string): Promise<string | undefined> {
  const row = await tx.query
    .deleteFrom('audit_streams')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}

/** Takes streams that have something to send and are due, for as long as a delivery may take: no two nodes send the same. */
export async function takeDueStreams(db: Db, now: Date, until: Date, limit: number): Promise<StreamRow[]> {
  const { rows } = await sql<StreamRow>`
    UPDATE audit_streams s SET due_at = ${until}
    FROM (SELECT d.team_id, d.id FROM audit_streams d JOIN audit_trees t ON t.log_id = d.team_id
      WHERE NOT d.paused AND d.due_at <= ${now} AND d.next < t.size ORDER BY d.due_at LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED) AS due
    WHERE s.team_id = due.team_id AND s.id = due.id RETURNING s.*`.execute(db.query)
  return rows
}

/** Notes what became of a delivery, unless the stream was set to another place meanwhile. */
export async function settleDelivery(
  db: Db,
  { team_id, id, next }: StreamRow,
  outcome: Partial<Pick<StreamRow, 'next' | 'failures' | 'due_at' | 'sent_at'>>,
): Promise<void> {
  await db.query
    .updateTable('audit_streams')
    .set(outcome)
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('next', '=', next)
    .execute()
}
