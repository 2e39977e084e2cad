import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_expiries: { log_id: string; below: number; entry_id: string }
  }
}

/** Logs that may have something older than this, a few at a time, in the order of their ids. */
export async function logsOlderThan(on: Reader, before: Date, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ log_id: string }>`
    SELECT t.log_id FROM audit_trees t
    WHERE t.log_id > ${after} AND EXISTS (SELECT 1 FROM audit_log e WHERE e.log_id = t.log_id AND e.at < ${before})
    ORDER BY t.log_id LIMIT ${limit}`.execute(on.query)
  return rows.map(({ log_id }) => log_id)
}

/**
 * The number of the first leaf of a log that is not yet past its retention, and how far an earlier expiry went. Only a beginning of the tree
 * expires: entries that committed a little out of order wait for each other.
 */
export async function expiryOf(on: Reader, logId: string, before: Date): Promise<{ below: number; done: number }> {
  const { rows } = await sql<{ below: number; done: number }>`
    SELECT coalesce((SELECT min(l.idx) FROM audit_leaves l WHERE l.log_id = t.log_id AND l.idx >= done.below AND l.entry_at >= ${before}), t.size)::bigint AS below,
      done.below AS done
    FROM audit_trees t, LATERAL (SELECT coalesce((SELECT x.below FROM audit_expiries x WHERE x.log_id = t.log_id), 0)::bigint AS below) AS done
    WHERE t.log_id = ${logId}`.execute(on.query)
  return rows[0] ?? { below: 0, done: 0 }
}

/** The newest entry of an action in a log. */
export async function newestOf(tx: Tx, logId: string, action: string, at: Date): Promise<string | undefined> {
  const row = await tx.query
    .selectFrom('audit_log')
    .select('id')
    .where('log_id', '=', logId)
    .where('at', '=', at)
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

/** Remembers up to where a log has expired, and which entry says so. */
export async function putExpiry(tx: Tx, expiry: { log_id: string; below: number; entry_id: string }): Promise<void> {
  await tx.query
    .insertInto('audit_expiries')
    .values(expiry)
    .onConflict((conflict) => conflict.column('log_id').doUpdateSet({ below: expiry.below, entry_id: expiry.entry_id }))
    .execute()
}

/** Takes out what expired, no more than so many entries of a month at once; answers how much went. */
export async function dropExpired(tx: Tx, most: number): Promise<{ months: number; entries: number }> {
  const { rows } = await sql<{
    months: number
    entries: number
  }>`SELECT months, entries FROM drop_expired_audit(${most})`.execute(tx.query)
  return rows[0] ?? { months: 0, entries: 0 }
}
