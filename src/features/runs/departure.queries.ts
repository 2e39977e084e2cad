import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** What stands in place of somebody who left. */
const formerMember = JSON.stringify({ kind: 'user', id: 'former', name: 'Former member' })
const formerKey = JSON.stringify('Key of a former member')

/** Takes a person out of what they asked for; the results belong to the team and stay. */
export async function forgetAsker(tx: Tx, userId: string): Promise<void> {
  await sql`UPDATE crawls SET asked_by = ${formerMember}::jsonb
    WHERE asked_by ->> 'kind' = 'user' AND asked_by ->> 'id' = ${userId}`.execute(tx.query)
  await sql`UPDATE runs SET asked_by = ${formerMember}::jsonb
    WHERE asked_by ->> 'kind' = 'user' AND asked_by ->> 'id' = ${userId}`.execute(tx.query)
}

/** Takes the names of a person’s own keys, which they chose, out of what was asked for with them; while the keys are still there. */
export async function forgetKeyNames(tx: Tx, userId: string): Promise<void> {
  const own = sql`asked_by ->> 'kind' = 'key' AND asked_by ->> 'id' IN (SELECT id FROM api_keys WHERE owner_id = ${userId})`
  await sql`UPDATE crawls SET asked_by = jsonb_set(asked_by, '{name}', ${formerKey}::jsonb) WHERE ${own}`.execute(
    tx.query,
  )
  await sql`UPDATE runs SET asked_by = jsonb_set(asked_by, '{name}', ${formerKey}::jsonb) WHERE ${own}`.execute(
    tx.query,
  )
}

/**
 * Cancels whatever a team has in a browser or waiting for one. It waits for a worker that is just writing; none writes anything after it, so
 * the team’s rows can go without either of the two standing in the other’s way.
 */
export async function dropWorkOf(tx: Tx, teamId: string): Promise<void> {
  await tx.query.deleteFrom('browser_work').where('team_id', '=', teamId).execute()
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
