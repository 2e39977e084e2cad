import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** What stands in place of somebody who left. */
const formerMember = JSON.stringify({ kind: 'user', id: 'former', name: 'Former member' })

/** Takes a person out of what they asked for; the results belong to the team and stay. */
export async function forgetAsker(tx: Tx, userId: string): Promise<void> {
  await sql`UPDATE crawls SET asked_by = ${formerMember}::jsonb
    WHERE asked_by ->> 'kind' = 'user' AND asked_by ->> 'id' = ${userId}`.execute(tx.query)
  await sql`UPDATE runs SET asked_by = ${formerMember}::jsonb
    WHERE asked_by ->> 'kind' = 'user' AND asked_by ->> 'id' = ${userId}`.execute(tx.query)
}

/** A crawl or run somebody asked for. */
export interface Asked {
  kind: 'crawl' | 'run'
  id: string
  teamId: string
  projectId: string
  state: string
  createdAt: Date
}

/** What a person asked for, oldest first. */
export async function askedForBy(on: Reader, userId: string): Promise<Asked[]> {
  const { rows } =
    await sql<Asked>`SELECT 'crawl' AS kind, id, team_id AS "teamId", project_id AS "projectId", state, created_at AS "createdAt"
      FROM crawls WHERE asked_by ->> 'kind' = 'user' AND asked_by ->> 'id' = ${userId}
    UNION ALL SELECT 'run', id, team_id, project_id, state, created_at
      FROM runs WHERE asked_by ->> 'kind' = 'user' AND asked_by ->> 'id' = ${userId} ORDER BY 6, 2`.execute(on.query)
  return rows
}
