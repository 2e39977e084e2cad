import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'
import { inOrder } from '#platform/db/in-order.ts'

/** One event of a person's own log. */
export interface ActivityRow {
  id: string
  at: Date
  action: string
  session_id: string | null
  ip: string | null
  user_agent: string | null
  details: unknown
}

/** A page of a person's own events, newest first, after the event the cursor names: one range of the log's key. */
export async function eventsAfter(
  on: Reader,
  userId: string,
  cursor: { at: Date; id: string } | undefined,
  limit: number,
): Promise<ActivityRow[]> {
  return inOrder(on, (ordered) => {
    let query = ordered.query
      .selectFrom('audit_log')
      .select(['id', 'at', 'action', 'session_id', 'ip', 'user_agent', 'details'])
      .where('log_id', '=', userId)
    if (cursor) {
      const { at, id } = cursor
      query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '<', tuple(at, id)))
    }
    return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  })
}

/** How many sign-ins to an account were refused since then. */
export async function countRefusedSignIns(on: Reader, userId: string, since: Date): Promise<number> {
  const row = await on.query
    .selectFrom('audit_log')
    .select((count) => count.fn.countAll<number>().as('n'))
    .where('log_id', '=', userId)
    .where('at', '>', since)
    .where('action', '=', 'auth.signed_in')
    .where(sql<boolean>`details -> 'refused' IS NOT NULL`)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
