import type { Reader } from '#platform/db/db.ts'

/** A project as keys name it. */
export interface NamedProject {
  id: string
  name: string
}

/** The projects of a team that are not archived, by name. Only read here: they belong to the slice of projects. */
export async function projectNames(on: Reader, teamId: string): Promise<NamedProject[]> {
  return on.query
    .selectFrom('projects')
    .select(['id', 'name'])
    .where('team_id', '=', teamId)
    .where('archived_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** Whether all of these are projects of the team, archived or not. */
export async function areProjectsOf(on: Reader, teamId: string, ids: readonly string[]): Promise<boolean> {
  const rows = await on.query
    .selectFrom('projects')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .execute()
  return rows.length === new Set(ids).size
}
