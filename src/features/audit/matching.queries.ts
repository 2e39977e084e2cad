import { type RawBuilder, sql } from 'kysely'
import type { AuditFilters } from './contract.ts'
import type { Place } from './cursor.ts'
import { entryColumns } from './queries.ts'

/** All filters but that for words, which is answered in another way. */
export type IndexedFilters = Omit<AuditFilters, 'text'>

const kinds = new Set(['system', 'operator', 'nobody'])

/** The conditions of filters, on a row `e` of the log; several areas are left to {@link newestFirst} and {@link anyArea}. */
export function matching(logId: string, { user, area, target, ip, from, to }: IndexedFilters): RawBuilder<unknown> {
  const parts = [sql`e.log_id = ${logId}`]
  if (user !== undefined && kinds.has(user))
    parts.push(sql`e.actor_kind = ${user} AND e.actor_kind NOT IN ('user', 'key')`)
  else if (user !== undefined) parts.push(sql`e.actor_id = ${user}`)
  if (area !== undefined && !area.includes(',')) parts.push(sql`e.area = ${area}`)
  if (target !== undefined) parts.push(sql`e.target_id = ${target}`)
  if (ip !== undefined) parts.push(sql`e.ip = ${ip}`)
  if (from !== undefined) parts.push(sql`e.at >= ${from}`)
  if (to !== undefined) parts.push(sql`e.at < ${to}`)
  return sql.join(parts, sql` AND `)
}

/** The condition of several areas, where no order is wanted. */
export const anyArea = ({ area }: IndexedFilters): RawBuilder<unknown> =>
  area?.includes(',') ? sql`AND e.area = ANY(${area.split(',')})` : sql``

// The second condition says nothing new, but the planner passes over partitions by it.

/** Older than a place in the log. */
export const olderThan = ({ at, id }: Place): RawBuilder<unknown> =>
  sql`(e.at, e.id) < (${at}, ${id}) AND e.at <= ${at}`

/** Newer than a place in the log. */
export const newerThan = ({ at, id }: Place): RawBuilder<unknown> =>
  sql`(e.at, e.id) > (${at}, ${id}) AND e.at >= ${at}`

/** In the order of pages, so many: a number in the text, not a parameter, because the planner must know that few rows are wanted. */
export const newest = (limit: number): RawBuilder<unknown> => sql`ORDER BY e.at DESC, e.id DESC LIMIT ${sql.lit(limit)}`

/**
 * Rows `e` that match, newest first. Of several areas each gives its newest and the newest of those are taken: one condition on all of
 * them could not be read from an index in this order.
 */
export function newestFirst(
  logId: string,
  filters: IndexedFilters,
  cursor: Place | undefined,
  limit: number,
  columns: RawBuilder<unknown> = entryColumns,
): RawBuilder<unknown> {
  const where = sql`${matching(logId, filters)} ${cursor ? sql`AND ${olderThan(cursor)}` : sql``}`
  const { area } = filters
  if (!area?.includes(',')) return sql`SELECT ${columns} FROM audit_log e WHERE ${where} ${newest(limit)}`
  return sql`SELECT ${columns} FROM unnest(${area.split(',')}::text[]) AS wanted (area)
    CROSS JOIN LATERAL (SELECT ${columns} FROM audit_log e WHERE ${where} AND e.area = wanted.area ${newest(limit)}) AS e ${newest(limit)}`
}
