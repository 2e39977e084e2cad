import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'

/** What goes with a team, by name and number. */
export async function belongingsOf(on: Reader, teamId: string): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    SELECT (SELECT count(*)::int FROM memberships WHERE team_id = ${teamId}) AS "Memberships",
      (SELECT count(*)::int FROM invitations WHERE team_id = ${teamId} AND ended_as IS NULL) AS "Open invitations",
      (SELECT count(*)::int FROM projects WHERE team_id = ${teamId}) AS "Projects, with suites, runs and results",
      (SELECT count(*)::int FROM api_keys WHERE team_id = ${teamId}) AS "API keys"`.execute(on.query)
  return rows[0] ?? {}
}
