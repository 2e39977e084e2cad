import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'

/** The logs other than their own in which a person acted. */
export async function logsActedIn(on: Reader, userId: string): Promise<string[]> {
  const { rows } = await sql<{ log_id: string }>`
    SELECT DISTINCT log_id FROM audit_log WHERE actor_id = ${userId} AND log_id <> ${userId} ORDER BY log_id`.execute(
    on.query,
  )
  return rows.map(({ log_id }) => log_id)
}

/** What a person kept of logs and when they read them, as “Download my data” gives it. */
export async function exportedReading(on: Reader, userId: string) {
  const views = await on.query
    .selectFrom('audit_views')
    .select(['team_id as teamId', 'id', 'name', 'filters', 'created_at as createdAt'])
    .where('created_by', '=', userId)
    .orderBy('id')
    .execute()
  const readings = await on.query
    .selectFrom('audit_readings')
    .select(['team_id as teamId', 'hour'])
    .where('reader', '=', userId)
    .orderBy('hour')
    .execute()
  const exports = await on.query
    .selectFrom('audit_exports')
    .select(['team_id as teamId', 'id', 'format', 'filters', 'requested_at as requestedAt', 'ready_at as readyAt'])
    .where('requested_by', '=', userId)
    .orderBy('id')
    .execute()
  return { views, readings, exports }
}
