import { type RawBuilder, sql } from 'kysely'
import { days, earlier } from '#platform/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import type { Place } from './cursor.ts'
import {
  anyArea,
  type IndexedFilters,
  matching,
  newerThan,
  newest,
  newestFirst,
  olderThan,
} from './matching.queries.ts'
import { type EntryRow, entryColumns } from './queries.ts'

// Neighbours lie side by side; what other filters pick lies scattered, and costs several times as much to look at.
const looked = (filters: IndexedFilters): number =>
  [filters.user, filters.area, filters.target, filters.ip].every((filter) => filter === undefined) ? 5_000 : 1_000
const firstSpan = days(31)

// Asked for once, not once per row.
const has = (logId: string, text: string) => sql`e.words @@ (SELECT audit_query(${logId}, ${text}, true))`

/**
 * Entries of a stretch of time that the index of words finds; a word stands there together with its log. Behind OFFSET 0 no other condition can tempt
 * the planner: neither the order nor the log, whose entries it takes for few, for either of which it would read the whole stretch.
 */
const found = (logId: string, text: string, { until, from }: Span): RawBuilder<unknown> =>
  sql`(SELECT * FROM audit_log e WHERE ${has(logId, text)} AND e.at >= ${from} ${until ? sql`AND ${olderThan(until)}` : sql``} OFFSET 0) AS e`

/**
 * A page of the entries that have these words. What words have in common is not known before: some are in every entry, some in one of
 * millions. So the newest entries are looked through first, which finds what is frequent; and only then the index of words is asked, for a month,
 * the two months before, the four before those: it finds what is rare, and never collects millions of matches to show fifty.
 */
export async function entriesWithWords(
  on: Reader,
  logId: string,
  filters: IndexedFilters,
  text: string,
  { cursor, limit }: { cursor: Place | undefined; limit: number },
): Promise<EntryRow[]> {
  const columns = sql`${entryColumns}, e.words`
  const { rows } = await sql<EntryRow>`SELECT ${entryColumns}
    FROM (${newestFirst(logId, filters, cursor, looked(filters), columns)}) AS e WHERE ${has(logId, text)} ${newest(limit)}`.execute(
    on.query,
  )
  if (rows.length === limit) return rows
  const last = await lastLooked(on, logId, filters, cursor)
  if (!last) return rows
  for await (const span of spans(on, logId, filters, last)) {
    const more = await sql<EntryRow>`SELECT ${entryColumns} FROM ${found(logId, text, span)}
      WHERE ${matching(logId, filters)} ${anyArea(filters)} ORDER BY e.at DESC, e.id DESC LIMIT ${limit - rows.length}`.execute(
      on.query,
    )
    rows.push(...more.rows)
    if (rows.length === limit) break
  }
  return rows
}

/** How many entries have these words, and no more counted than `most`. */
export async function countWithWords(
  on: Reader,
  logId: string,
  filters: IndexedFilters,
  text: string,
  { since, most }: { since: Place | undefined; most: number },
): Promise<number> {
  let count = 0
  for await (const span of spans(on, logId, filters, null)) {
    const newer = since ? sql`AND ${newerThan(since)}` : sql``
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM (SELECT 1 FROM ${found(logId, text, span)}
      WHERE ${matching(logId, filters)} ${anyArea(filters)} ${newer} LIMIT ${most - count}) AS counted`.execute(
      on.query,
    )
    count += rows[0]?.n ?? 0
    if (count >= most || (since && span.from <= since.at)) break
  }
  return count
}

/** The last of the entries that are looked through; undefined where that were all. */
async function lastLooked(
  on: Reader,
  logId: string,
  filters: IndexedFilters,
  cursor: Place | undefined,
): Promise<Place | undefined> {
  const { rows } =
    await sql<Place>`SELECT e.at, e.id FROM (${newestFirst(logId, filters, cursor, looked(filters), sql`e.at, e.id`)}) AS e
    ORDER BY e.at DESC, e.id DESC OFFSET ${sql.lit(looked(filters) - 1)} LIMIT 1`.execute(on.query)
  return rows[0]
}

interface Span<P extends Place | null = Place | null> {
  until: P
  from: Date
}

/** Stretches of time from a place (null: the end of the log) back to its first entry, each twice as long as the one before. */
async function* spans<P extends Place | null>(
  on: Reader,
  logId: string,
  { from: wanted, to }: IndexedFilters,
  start: P,
): AsyncGenerator<Span<P | Place>> {
  const { rows } = await sql<{ first: Date; last: Date }>`
    SELECT (SELECT at FROM audit_log WHERE log_id = ${logId} ORDER BY at, id LIMIT 1) AS first,
      (SELECT at FROM audit_log WHERE log_id = ${logId} ORDER BY at DESC, id DESC LIMIT 1) AS last`.execute(on.query)
  const [edges] = rows
  if (!edges?.first) return
  const end = wanted && wanted > edges.first ? wanted : edges.first
  let until: P | Place = start
  let at = start?.at ?? (to && to < edges.last ? to : edges.last)
  for (let span = firstSpan; until === null || at >= end; span = (span * 2) as typeof span) {
    const from = earlier(at, span) > end ? earlier(at, span) : end
    yield { until, from }
    until = { at: from, id: '' }
    at = from
    if (from <= end) return
  }
}
