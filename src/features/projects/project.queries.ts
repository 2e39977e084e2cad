import type { Reader, Tx } from '#platform/db/db.ts'
import type { ProjectRow } from './rows.ts'
import { type Sight, sees } from './sight.ts'

/** A project, when it lies within sight. */
export async function projectOf(on: Reader, sight: Sight, id: string): Promise<ProjectRow | undefined> {
  if (!sees(sight, id)) return undefined
  return on.query
    .selectFrom('projects')
    .selectAll()
    .where('team_id', '=', sight.teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The projects within sight that are not archived, by name. */
export async function projectsOf(on: Reader, { teamId, only }: Sight): Promise<ProjectRow[]> {
  let query = on.query.selectFrom('projects').selectAll().where('team_id', '=', teamId).where('archived_at', 'is', null)
  if (only) query = query.where('id', 'in', only.length > 0 ? only : ['-'])
  return query.orderBy('name').orderBy('id').execute()
}

/** Holds a project's row, so that its suites are made one crawl after another. */
export async function lockProject(tx: Tx, teamId: string, id: string): Promise<ProjectRow | undefined> {
  return tx.query
    .selectFrom('projects')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** How many projects count against a team's plan: those that are not archived. */
export async function countProjects(on: Reader, teamId: string): Promise<number> {
  const row = await on.query
    .selectFrom('projects')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.n
}

/** Adds a project. */
export async function insertProject(tx: Tx, project: ProjectRow): Promise<void> {
  await tx.query.insertInto('projects').values(project).execute()
}

/** Changes a project that still is at this version; undefined when it is not. */
export async function updateProject(
  tx: Tx,
  { team_id, id, version }: Pick<ProjectRow, 'team_id' | 'id' | 'version'>,
  change: Partial<ProjectRow>,
): Promise<ProjectRow | undefined> {
  return tx.query
    .updateTable('projects')
    .set({ ...change, version: version + 1 })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes a project and everything that hangs on it; undefined when it is gone already. */
export async function deleteProject(tx: Tx, teamId: string, id: string): Promise<ProjectRow | undefined> {
  return tx.query
    .deleteFrom('projects')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}
