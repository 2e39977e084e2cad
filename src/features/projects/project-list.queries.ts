import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'
import type { ProjectRow } from './rows.ts'
import type { Sight } from './sight.ts'

/** A project with what its line in a list shows. */
export interface ListedProject extends ProjectRow {
  creator_name: string | null
  suites: number
  cases: number
  schedules: number
  crawled: boolean
}

interface Asked {
  /** This project only. */
  id?: string
  archived?: boolean
  /** Words that its name, address or description contain. */
  search?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Projects within sight, newest first. */
export async function listedProjects(
  on: Reader,
  { teamId, only }: Sight,
  { id, archived, search, cursor, limit }: Asked,
): Promise<ListedProject[]> {
  const one = id ? sql`AND p.id = ${id}` : sql``
  const seen = only ? sql`AND p.id = ANY(${[...only]})` : sql``
  const kept =
    archived === undefined ? sql`` : archived ? sql`AND p.archived_at IS NOT NULL` : sql`AND p.archived_at IS NULL`
  const like = `%${search?.replace(/[\\%_]/g, '\\$&')}%`
  const found = search
    ? sql`AND (p.name ILIKE ${like} OR p.base_url ILIKE ${like} OR p.description ILIKE ${like})`
    : sql``
  const older = cursor ? sql`AND p.id < ${cursor}` : sql``
  const { rows } = await sql<ListedProject>`
    SELECT p.*, u.full_name AS creator_name,
      (SELECT count(*) FROM suites s WHERE s.team_id = p.team_id AND s.project_id = p.id) AS suites,
      (SELECT count(*) FROM suites s JOIN cases c ON c.team_id = s.team_id AND c.suite_id = s.id
        WHERE s.team_id = p.team_id AND s.project_id = p.id AND c.enabled) AS cases,
      (SELECT count(*) FROM schedules h WHERE h.team_id = p.team_id AND h.project_id = p.id AND h.enabled) AS schedules,
      EXISTS (SELECT FROM suites s WHERE s.team_id = p.team_id AND s.project_id = p.id AND s.source = 'crawl') AS crawled
    FROM projects p LEFT JOIN users u ON u.id = p.created_by
    WHERE p.team_id = ${teamId} ${one} ${seen} ${kept} ${found} ${older}
    ORDER BY p.id DESC LIMIT ${limit}`.execute(on.query)
  return rows
}

/** One project within sight, as lists show it. */
export const listedProject = async (on: Reader, sight: Sight, id: string): Promise<ListedProject | undefined> =>
  (await listedProjects(on, sight, { id, limit: 1 }))[0]
