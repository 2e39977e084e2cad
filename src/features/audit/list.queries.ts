import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import { inOrder } from '#platform/db/in-order.ts'
import type { AuditFilters } from './contract.ts'
import type { Place } from './cursor.ts'
import { anyArea, matching, newerThan, newestFirst } from './matching.queries.ts'
import { type EntryRow, entryColumns, type Leaf, leafColumns } from './queries.ts'
import { countWithWords, entriesWithWords } from './words.queries.ts'

/** A page of a log, newest first, after the entry the cursor names. */
export async function entriesAfter(
  on: Reader,
  logId: string,
  filters: AuditFilters,
  { cursor, limit }: { cursor: Place | undefined; limit: number },
): Promise<EntryRow[]> {
  const { text, ...others } = filters
  return inOrder(on, async (ordered) => {
    if (text !== undefined) return entriesWithWords(ordered, logId, others, text, { cursor, limit })
    const { rows } = await sql<EntryRow>`${newestFirst(logId, others, cursor, limit)}`.execute(ordered.query)
    return rows
  })
}

/** An entry with its leaf, where it has one yet. */
export type SealedRow = EntryRow & Partial<Leaf>

/** The same page with leaves, for exports. */
export const sealedEntriesAfter = (on: Reader, ...page: PageOf): Promise<SealedRow[]> =>
  withLeaves(on, page, leafColumns)

/** The same page with the places of its entries in the log alone. */
export const numberedEntriesAfter = (on: Reader, ...page: PageOf): Promise<SealedRow[]> =>
  withLeaves(on, page, sql.raw('l.idx, l.entry_id'))

type PageOf = [logId: string, filters: AuditFilters, page: { cursor: Place | undefined; limit: number }]

async function withLeaves(on: Reader, page: PageOf, columns: RawBuilder<unknown>): Promise<SealedRow[]> {
  const rows: SealedRow[] = await entriesAfter(on, ...page)
  const leaves = await sql<Leaf>`
    SELECT ${columns} FROM audit_leaves l
    WHERE l.log_id = ${page[0]} AND l.entry_id = ANY(${rows.map(({ id }) => id)})`.execute(on.query)
  const byId = new Map(leaves.rows.map((leaf) => [leaf.entry_id, leaf]))
  // Into the row itself: to copy it takes as long as to read it.
  for (const row of rows) Object.assign(row, byId.get(row.id))
  return rows
}

/** One entry: by its leaf, or, while it has none yet, among those of the last moments. */
export async function sealedEntry(on: Reader, logId: string, id: string, recent: Date): Promise<SealedRow | undefined> {
  const { rows } = await sql<SealedRow>`
    SELECT ${entryColumns}, ${leafColumns}
    FROM audit_leaves l JOIN audit_log e ON e.log_id = l.log_id AND e.at = l.entry_at AND e.id = l.entry_id
    WHERE l.log_id = ${logId} AND l.entry_id = ${id}
    UNION ALL
    SELECT ${entryColumns}, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM audit_log e
    WHERE e.log_id = ${logId} AND e.id = ${id} AND e.at >= ${recent}
    LIMIT 1`.execute(on.query)
  return rows[0]
}

/** How many entries match, and no more counted than `most`. */
export async function countEntries(
  on: Reader,
  logId: string,
  filters: AuditFilters,
  since: Place | undefined,
  most: number,
): Promise<number> {
  const { text, ...others } = filters
  if (text !== undefined) return inOrder(on, (ordered) => countWithWords(ordered, logId, others, text, { since, most }))
  const newer = since ? sql`AND ${newerThan(since)}` : sql``
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM
    (SELECT 1 FROM audit_log e WHERE ${matching(logId, others)} ${anyArea(others)} ${newer} LIMIT ${most}) AS counted`.execute(
    on.query,
  )
  return rows[0]?.n ?? 0
}

/** What people and keys are called, for those among these ids that still exist. */
export async function namesOf(
  on: Reader,
  ids: string[],
): Promise<{ id: string; name: string; email: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string; email: string | null }>`
    SELECT id, full_name AS name, email FROM users WHERE id = ANY(${ids})
    UNION ALL SELECT id, name, NULL FROM api_keys WHERE id = ANY(${ids})`.execute(on.query)
  return rows
}

/** Who may have acted in a team: its members and its keys. */
export async function possibleActors(
  on: Reader,
  teamId: string,
): Promise<{ id: string; name: string; kind: string }[]> {
  const { rows } = await sql<{ id: string; name: string; kind: string }>`
    SELECT u.id, u.full_name AS name, 'user' AS kind FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.team_id = ${teamId}
    UNION ALL SELECT id, name, 'key' FROM api_keys WHERE team_id = ${teamId}
    ORDER BY kind DESC, name LIMIT 500`.execute(on.query)
  return rows
}

/** Notes that somebody reads a team's log in this hour; answers whether it is the first time. */
export async function noteReading(tx: Tx, teamId: string, reader: string, hour: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.query
    .insertInto('audit_readings')
    .values({ team_id: teamId, reader, hour })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Whether somebody's reading in this hour is noted already. */
export async function hasRead(on: Reader, teamId: string, reader: string, hour: Date): Promise<boolean> {
  const row = await on.query
    .selectFrom('audit_readings')
    .select('hour')
    .where('team_id', '=', teamId)
    .where('reader', '=', reader)
    .where('hour', '=', hour)
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets readings noted before. */
export async function forgetReadings(on: Reader, before: Date): Promise<void> {
  await on.query.deleteFrom('audit_readings').where('hour', '<', before).execute()
}

/** Forgets when somebody read logs; what the logs say of it stays. */
export async function forgetReader(tx: Tx, reader: string): Promise<void> {
  await tx.query.deleteFrom('audit_readings').where('reader', '=', reader).execute()
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_readings: { team_id: string; reader: string; hour: Date }
  }
}
