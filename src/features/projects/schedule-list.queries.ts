import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'
import type { ScheduleRow } from './rows.ts'
import type { Sight } from './sight.ts'

/** A schedule with what it runs and who made it. */
export interface ListedSchedule extends ScheduleRow {
  project_name: string
  project_archived: boolean
  suite_name: string | null
  creator_name: string | null
}

interface Asked {
  id?: string
  projectId?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Schedules within sight, newest first. */
export async function listedSchedules(
  on: Reader,
  { teamId, only }: Sight,
  { id, projectId, cursor, limit }: Asked,
): Promise<ListedSchedule[]> {
  const one = id ? sql`AND h.id = ${id}` : sql``
  const seen = only ? sql`AND h.project_id = ANY(${[...only]})` : sql``
  const project = projectId ? sql`AND h.project_id = ${projectId}` : sql``
  const older = cursor ? sql`AND h.id < ${cursor}` : sql``
  const { rows } = await sql<ListedSchedule>`
    SELECT h.*, p.name AS project_name, p.archived_at IS NOT NULL AS project_archived, s.name AS suite_name,
      u.full_name AS creator_name
    FROM schedules h JOIN projects p ON p.team_id = h.team_id AND p.id = h.project_id
      LEFT JOIN suites s ON s.team_id = h.team_id AND s.id = h.suite_id
      LEFT JOIN users u ON u.id = h.created_by
    WHERE h.team_id = ${teamId} ${one} ${seen} ${project} ${older}
    ORDER BY h.id DESC LIMIT ${limit}`.execute(on.query)
  return rows
}

/** How many schedules a project has. */
export async function countSchedules(on: Reader, teamId: string, projectId: string): Promise<number> {
  const row = await on.query
    .selectFrom('schedules')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  return row.n
}

/** The zone of a person's profile. */
export async function zoneOf(on: Reader, userId: string): Promise<string | undefined> {
  const row = await on.query.selectFrom('users').select('timezone').where('id', '=', userId).executeTakeFirst()
  return row?.timezone
}
