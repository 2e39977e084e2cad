import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'

/** An auditor of a team, as a receiver of letters. */
export interface Auditor {
  team_id: string
  user_id: string
  team: string
  email: string
  fullName: string
  timezone: string
}

/** The auditors of all teams, page by page. */
export async function auditorsAfter(
  on: Reader,
  after: Pick<Auditor, 'team_id' | 'user_id'>,
  limit: number,
): Promise<Auditor[]> {
  const { rows } = await sql<Auditor>`
    SELECT m.team_id, m.user_id, t.name AS team, u.email, u.full_name AS "fullName", u.timezone
    FROM memberships m JOIN teams t ON t.id = m.team_id JOIN users u ON u.id = m.user_id
    WHERE m.role = 'auditor' AND (m.team_id, m.user_id) > (${after.team_id}, ${after.user_id})
    ORDER BY m.team_id, m.user_id LIMIT ${limit}`.execute(on.query)
  return rows
}
