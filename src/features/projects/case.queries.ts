import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { CaseKind, Priority } from './case-kinds.ts'
import type { CaseRow, SuiteRow } from './rows.ts'

/** Which cases of a team are meant. Everything that is given narrows it down. */
export interface CaseChoice {
  projectId?: string
  suiteIds?: readonly string[]
  caseIds?: readonly string[]
  kinds?: readonly CaseKind[]
  priority?: Priority
  /** Cases that were switched off are left out unless asked for. */
  alsoDisabled?: boolean
}

/** A case with what is needed of its suite. */
export type ChosenCase = CaseRow & { suite_name: string; page_url: string; project_id: string }

/** Cases in the order of their suites and their own. */
export async function chosenCases(on: Reader, teamId: string, choice: CaseChoice): Promise<ChosenCase[]> {
  const { projectId, suiteIds, caseIds, kinds, priority, alsoDisabled = false } = choice
  let query = on.query
    .selectFrom('cases as c')
    .innerJoin('suites as s', (join) => join.onRef('s.team_id', '=', 'c.team_id').onRef('s.id', '=', 'c.suite_id'))
    .selectAll('c')
    .select(['s.name as suite_name', 's.page_url', 's.project_id'])
    .where('c.team_id', '=', teamId)
  if (projectId) query = query.where('s.project_id', '=', projectId)
  // Arrays as one parameter: the statement's text, and with it its plan, stays the same whatever is chosen.
  if (suiteIds) query = query.where(sql<boolean>`s.id = ANY(${[...suiteIds]})`)
  if (caseIds) query = query.where(sql<boolean>`c.id = ANY(${[...caseIds]})`)
  if (kinds) query = query.where(sql<boolean>`c.kind = ANY(${[...kinds]})`)
  if (priority) query = query.where('c.priority', '=', priority)
  if (!alsoDisabled) query = query.where('c.enabled', '=', true)
  const rows = await query.orderBy('s.position').orderBy('s.id').orderBy('c.position').orderBy('c.id').execute()
  return rows as ChosenCase[]
}

/** Every case of a suite, in order. */
export async function casesOfSuite(on: Reader, { team_id, id }: Pick<SuiteRow, 'team_id' | 'id'>): Promise<CaseRow[]> {
  const rows = await on.query
    .selectFrom('cases')
    .selectAll()
    .where('team_id', '=', team_id)
    .where('suite_id', '=', id)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows as CaseRow[]
}

/** The cases of a project that crawls made. */
export async function crawledCases(on: Reader, teamId: string, projectId: string): Promise<CaseRow[]> {
  const rows = await on.query
    .selectFrom('cases as c')
    .innerJoin('suites as s', (join) => join.onRef('s.team_id', '=', 'c.team_id').onRef('s.id', '=', 'c.suite_id'))
    .selectAll('c')
    .where('c.team_id', '=', teamId)
    .where('s.project_id', '=', projectId)
    .where('c.source', '=', 'crawl')
    .execute()
  return rows as CaseRow[]
}

/** A case of a team. */
export async function caseOf(on: Reader, teamId: string, id: string): Promise<CaseRow | undefined> {
  const row = await on.query
    .selectFrom('cases')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as CaseRow | undefined
}

/** Adds cases; all of them in one statement of one text, however many. */
export async function insertCases(tx: Tx, cases: readonly CaseRow[]): Promise<void> {
  await sql`INSERT INTO cases SELECT * FROM json_populate_recordset(NULL::cases, ${JSON.stringify(cases)}::json)`.execute(
    tx.query,
  )
}

/** Gives cases that nobody edited what a new crawl found. */
export async function refreshCases(
  tx: Tx,
  teamId: string,
  found: readonly Pick<CaseRow, 'id' | 'params'>[],
): Promise<void> {
  await sql`UPDATE cases c SET params = f.params, version = c.version + 1
    FROM json_to_recordset(${JSON.stringify(found)}::json) AS f (id text, params jsonb)
    WHERE c.team_id = ${teamId} AND c.id = f.id AND NOT c.edited`.execute(tx.query)
}

/** Changes a case that still is at this version; undefined when it is not. */
export async function updateCase(
  tx: Tx,
  { team_id, id, version }: Pick<CaseRow, 'team_id' | 'id' | 'version'>,
  { params, ...change }: Partial<Pick<CaseRow, 'name' | 'enabled' | 'priority' | 'position' | 'edited' | 'params'>>,
): Promise<CaseRow | undefined> {
  const row = await tx.query
    .updateTable('cases')
    .set({ ...change, ...(params && { params: JSON.stringify(params) }), version: version + 1 })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  return row as CaseRow | undefined
}

/** Makes a screenshot what a case compares with from now on; undefined when there is no such case. */
export async function setBaseline(
  tx: Tx,
  teamId: string,
  caseId: string,
  baselineId: string | null,
): Promise<CaseRow | undefined> {
  const row = await tx.query
    .updateTable('cases')
    .set((set) => ({
      params: sql<string>`jsonb_set(params, '{baselineId}', ${JSON.stringify(baselineId)}::jsonb)`,
      version: set('version', '+', 1),
    }))
    .where('team_id', '=', teamId)
    .where('id', '=', caseId)
    .where('kind', '=', 'screenshot')
    .returningAll()
    .executeTakeFirst()
  return row as CaseRow | undefined
}

/** Deletes a case; undefined when it is gone already. */
export async function deleteCase(tx: Tx, teamId: string, id: string): Promise<CaseRow | undefined> {
  const row = await tx.query
    .deleteFrom('cases')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row as CaseRow | undefined
}
