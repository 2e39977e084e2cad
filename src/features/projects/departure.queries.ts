import type { Reader, Tx } from '#platform/db/db.ts'

/** How many projects, suites and schedules somebody made. */
export async function countMadeBy(on: Reader, userId: string): Promise<number> {
  const { projects, suites, schedules } = await madeBy(on, userId)
  return projects.length + suites.length + schedules.length
}

/** What somebody made, in every team. */
export async function madeBy(on: Reader, userId: string) {
  const projects = await on.query
    .selectFrom('projects')
    .select(['id', 'team_id as teamId', 'name', 'base_url as baseUrl', 'description', 'created_at as createdAt'])
    .where('created_by', '=', userId)
    .orderBy('id')
    .execute()
  const suites = await on.query
    .selectFrom('suites')
    .select(['id', 'project_id as projectId', 'name', 'page_url as pageUrl', 'created_at as createdAt'])
    .where('created_by', '=', userId)
    .orderBy('id')
    .execute()
  const schedules = await on.query
    .selectFrom('schedules')
    .select(['id', 'project_id as projectId', 'suite_id as suiteId', 'cron', 'zone', 'created_at as createdAt'])
    .where('created_by', '=', userId)
    .orderBy('id')
    .execute()
  return { projects, suites, schedules }
}

/** Takes somebody's name off what they made. */
export async function forgetMaker(tx: Tx, userId: string): Promise<void> {
  for (const table of ['projects', 'suites', 'schedules'] as const) {
    await tx.query.updateTable(table).set({ created_by: null }).where('created_by', '=', userId).execute()
  }
}
