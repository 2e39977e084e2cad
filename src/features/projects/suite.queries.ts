import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { CaseKind } from './case-kinds.ts'
import type { SuiteRow } from './rows.ts'

/** A suite of a team. */
export async function suiteOf(on: Reader, teamId: string, id: string): Promise<SuiteRow | undefined> {
  return on.query.selectFrom('suites').selectAll().where('team_id', '=', teamId).where('id', '=', id).executeTakeFirst()
}

/** The suites of a project that crawls made. */
export async function crawledSuites(on: Reader, teamId: string, projectId: string): Promise<SuiteRow[]> {
  return on.query
    .selectFrom('suites')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('project_id', '=', projectId)
    .where('source', '=', 'crawl')
    .execute()
}

/** The place after the last suite of a project. */
export async function nextSuitePosition(on: Reader, teamId: string, projectId: string): Promise<number> {
  const row = await on.query
    .selectFrom('suites')
    .select((select) => select.fn.max('position').as('last'))
    .where('team_id', '=', teamId)
    .where('project_id', '=', projectId)
    .executeTakeFirst()
  return (row?.last ?? -1) + 1
}

/** Adds suites; all of them in one statement of one text, however many. */
export async function insertSuites(tx: Tx, suites: readonly SuiteRow[]): Promise<void> {
  await sql`INSERT INTO suites SELECT * FROM json_populate_recordset(NULL::suites, ${JSON.stringify(suites)}::json)`.execute(
    tx.query,
  )
}

/** Changes a suite that still is at this version; undefined when it is not. */
export async function updateSuite(
  tx: Tx,
  { team_id, id, version }: Pick<SuiteRow, 'team_id' | 'id' | 'version'>,
  change: Partial<SuiteRow>,
): Promise<SuiteRow | undefined> {
  return tx.query
    .updateTable('suites')
    .set({ ...change, version: version + 1 })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes a suite with its cases and schedules; undefined when it is gone already. */
export async function deleteSuite(tx: Tx, teamId: string, id: string): Promise<SuiteRow | undefined> {
  return tx.query
    .deleteFrom('suites')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Holds a suite's row, so that its cases are added one after another; false when it is gone. */
export async function lockSuite(tx: Tx, teamId: string, id: string): Promise<boolean> {
  const found = await tx.query
    .selectFrom('suites')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return found !== undefined
}

/** Remembers that a kind of case was deleted from a crawled suite. */
export async function leaveOut(tx: Tx, teamId: string, id: string, kind: CaseKind): Promise<void> {
  await tx.query
    .updateTable('suites')
    .set({ left_out: sql`array_append(left_out, ${kind}::text)` })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}
