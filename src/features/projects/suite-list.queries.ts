import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'
import type { SuiteRow } from './rows.ts'

/** A suite with how many cases it has, and how many are switched on. */
export interface ListedSuite extends SuiteRow {
  cases: number
  enabled_cases: number
}

interface Asked {
  projectId?: string
  id?: string
  search?: string | undefined
  /** After this place. */
  after?: { position: number; id: string } | undefined
  limit: number
}

/** Suites of a team in their order. */
export async function listedSuites(
  on: Reader,
  teamId: string,
  { projectId, id, search, after, limit }: Asked,
): Promise<ListedSuite[]> {
  const project = projectId ? sql`AND s.project_id = ${projectId}` : sql``
  const one = id ? sql`AND s.id = ${id}` : sql``
  const like = `%${search?.replace(/[\\%_]/g, '\\$&')}%`
  const found = search ? sql`AND (s.name ILIKE ${like} OR s.page_url ILIKE ${like})` : sql``
  const later = after ? sql`AND (s.position, s.id) > (${after.position}, ${after.id})` : sql``
  const { rows } = await sql<ListedSuite>`
    SELECT s.*, coalesce(n.cases, 0) AS cases, coalesce(n.enabled, 0) AS enabled_cases
    FROM suites s CROSS JOIN LATERAL (
      SELECT count(*) AS cases, count(*) FILTER (WHERE c.enabled) AS enabled
      FROM cases c WHERE c.team_id = s.team_id AND c.suite_id = s.id) n
    WHERE s.team_id = ${teamId} ${project} ${one} ${found} ${later}
    ORDER BY s.position, s.id LIMIT ${limit}`.execute(on.query)
  return rows
}

/** How many suites a project has. */
export async function countSuites(on: Reader, teamId: string, projectId: string): Promise<number> {
  const row = await on.query
    .selectFrom('suites')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  return row.n
}
