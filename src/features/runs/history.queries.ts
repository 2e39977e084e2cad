import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { RunRow } from './rows.ts'

/** The last run before this one of the same project that had one of its cases and came to an end. */
export async function runBefore(on: Reader, { team_id, id, project_id }: RunRow): Promise<RunRow | undefined> {
  const { rows } =
    await sql<RunRow>`SELECT r.* FROM runs r WHERE r.team_id = ${team_id} AND r.project_id = ${project_id} AND r.id < ${id}
      AND r.state IN ('completed', 'failed', 'needs_review')
      AND EXISTS (SELECT FROM run_cases a JOIN run_cases b ON b.team_id = a.team_id AND b.run_id = ${id}
        AND (b.case_id = a.case_id OR (b.case_id IS NULL AND b.suite_name = a.suite_name AND b.name = a.name))
        WHERE a.team_id = r.team_id AND a.run_id = r.id)
    ORDER BY r.id DESC LIMIT 1`.execute(on.query)
  return rows[0]
}

/** The cases of a project that failed in one of its last runs. */
export async function recentlyFailed(on: Reader, teamId: string, projectId: string, runs: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`SELECT DISTINCT c.case_id FROM run_cases c
    WHERE c.team_id = ${teamId} AND c.state = 'failed' AND c.case_id IS NOT NULL AND c.run_id IN
      (SELECT r.id FROM runs r WHERE r.team_id = ${teamId} AND r.project_id = ${projectId} AND r.finished_at IS NOT NULL
       ORDER BY r.id DESC LIMIT ${runs})`.execute(on.query)
  return rows.map(({ case_id }) => case_id)
}

/** Cases of a project that failed, changed their mind or were reviewed in its last runs: where the next regression is likely. */
export async function riskyCases(on: Reader, teamId: string, projectId: string, runs: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`SELECT c.case_id FROM run_cases c
    WHERE c.team_id = ${teamId} AND c.case_id IS NOT NULL AND c.run_id IN
      (SELECT r.id FROM runs r WHERE r.team_id = ${teamId} AND r.project_id = ${projectId} AND r.finished_at IS NOT NULL
       ORDER BY r.id DESC LIMIT ${runs})
    GROUP BY c.case_id HAVING bool_or(c.flaky OR c.state IN ('failed', 'needs_review') OR c.reviewed_as IS NOT NULL)`.execute(
    on.query,
  )
  return rows.map(({ case_id }) => case_id)
}

/** The last finished runs of a project, oldest first, for its trend. */
export async function trendOf(on: Reader, teamId: string, projectId: string, most: number): Promise<RunRow[]> {
  const rows = await on.query
    .selectFrom('runs')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('project_id', '=', projectId)
    .where('finished_at', 'is not', null)
    .where('state', '<>', 'cancelled')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return (rows as RunRow[]).reverse()
}

/** Removes runs of a team that ended before this instant; answers how many. */
export async function dropRuns(tx: Tx, teamId: string, before: Date): Promise<number> {
  const result = await tx.query
    .deleteFrom('runs')
    .where('team_id', '=', teamId)
    .where('finished_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Teams that have results or pictures older than this instant. */
export async function teamsWithResults(on: Reader, before: Date): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`SELECT team_id FROM runs WHERE finished_at < ${before}
    UNION SELECT team_id FROM crawls WHERE finished_at < ${before} UNION SELECT team_id FROM pictures WHERE created_at < ${before}
    UNION SELECT team_id FROM runner_jobs WHERE finished_at < ${before}`.execute(on.query)
  return rows.map(({ team_id }) => team_id)
}
