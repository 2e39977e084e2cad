import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { RunCaseRow, RunRow, RunState } from './rows.ts'

/** A run before anything of it was done. */
export type NewRun = Omit<
  RunRow,
  'passed_cases' | 'failed_cases' | 'skipped_cases' | 'review_cases' | 'flaky_cases' | 'problem'
>

/** A case of a run before it was tested. */
export type NewRunCase = Pick<
  RunCaseRow,
  'position' | 'case_id' | 'suite_id' | 'suite_name' | 'page_url' | 'name' | 'definition' | 'state'
> &
  Partial<Pick<RunCaseRow, 'duration_ms' | 'failure_type' | 'message'>>

/** Adds a run with its cases; all of them in one statement of one text, however many. */
export async function insertRun(tx: Tx, { asked_by, ...run }: NewRun, cases: readonly NewRunCase[]): Promise<void> {
  await tx.query
    .insertInto('runs')
    .values({ ...run, problem: null, asked_by: JSON.stringify(asked_by) })
    .execute()
  await sql`INSERT INTO run_cases (team_id, run_id, position, case_id, suite_id, suite_name, page_url, name, definition, state, duration_ms, failure_type, message)
    SELECT ${run.team_id}, ${run.id}, c.position, c.case_id, c.suite_id, c.suite_name, c.page_url, c.name, c.definition, c.state, c.duration_ms, c.failure_type, c.message
    FROM json_to_recordset(${JSON.stringify(cases)}::json) AS c (position int, case_id text, suite_id text, suite_name text, page_url text,
      name text, definition jsonb, state text, duration_ms int, failure_type text, message text)`.execute(tx.query)
  await countCases(tx, run.team_id, run.id)
}

/** A run of a team. */
export async function runOf(on: Reader, teamId: string, id: string): Promise<RunRow | undefined> {
  const row = await on.query
    .selectFrom('runs')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as RunRow | undefined
}

/** A run, held until the transaction ends, so that what follows from its cases is decided once. */
export async function lockRun(tx: Tx, teamId: string, id: string): Promise<RunRow | undefined> {
  const row = await tx.query
    .selectFrom('runs')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row as RunRow | undefined
}

/** Which runs are listed. */
export interface RunFilter {
  /** Null: every project. */
  projectIds: readonly string[] | null
  state?: RunState | undefined
  trigger?: RunRow['trigger'] | undefined
  cursor?: string | undefined
  limit: number
}

/** Runs of a team, newest first. */
export async function listedRuns(on: Reader, teamId: string, filter: RunFilter): Promise<RunRow[]> {
  const { projectIds, state, trigger, cursor, limit } = filter
  let query = on.query.selectFrom('runs').selectAll().where('team_id', '=', teamId)
  if (projectIds) query = query.where(sql<boolean>`project_id = ANY(${[...projectIds]})`)
  if (state) query = query.where('state', '=', state)
  if (trigger) query = query.where('trigger', '=', trigger)
  if (cursor) query = query.where('id', '<', cursor)
  return (await query.orderBy('id', 'desc').limit(limit).execute()) as RunRow[]
}

/** Says that a run is being done. */
export async function beginRun(tx: Tx, { team_id, id }: Pick<RunRow, 'team_id' | 'id'>, now: Date): Promise<void> {
  await sql`UPDATE runs SET state = 'running', started_at = coalesce(started_at, ${now})
    WHERE team_id = ${team_id} AND id = ${id} AND state IN ('queued', 'running')`.execute(tx.query)
}

/** The cases of a run, in order. */
export async function runCases(on: Reader, teamId: string, runId: string): Promise<RunCaseRow[]> {
  const rows = await on.query
    .selectFrom('run_cases')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('run_id', '=', runId)
    .orderBy('position')
    .execute()
  return rows as RunCaseRow[]
}

/** A case of a run. */
export async function runCaseOf(
  on: Reader,
  teamId: string,
  runId: string,
  position: number,
): Promise<RunCaseRow | undefined> {
  const row = await on.query
    .selectFrom('run_cases')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('run_id', '=', runId)
    .where('position', '=', position)
    .executeTakeFirst()
  return row as RunCaseRow | undefined
}

/** What became of a case. */
export type CaseResult = Pick<
  RunCaseRow,
  'state' | 'flaky' | 'duration_ms' | 'failure_type' | 'message' | 'trace' | 'picture_id' | 'baseline_id' | 'diff_id'
>

/** Writes what became of a case that still waits; a result that stands is not written over. */
export async function finishCase(
  tx: Tx,
  { team_id, run_id, position }: Pick<RunCaseRow, 'team_id' | 'run_id' | 'position'>,
  { trace, ...result }: CaseResult,
): Promise<void> {
  await tx.query
    .updateTable('run_cases')
    .set({ ...result, trace: JSON.stringify(trace) })
    .where('team_id', '=', team_id)
    .where('run_id', '=', run_id)
    .where('position', '=', position)
    .where('state', '=', 'waiting')
    .execute()
}

/** Says of cases that nobody tested that nobody did; answers how many. */
export async function skipWaiting(tx: Tx, teamId: string, runId: string, message: string): Promise<number> {
  const result = await tx.query
    .updateTable('run_cases')
    .set({ state: 'skipped', message })
    .where('team_id', '=', teamId)
    .where('run_id', '=', runId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Writes the figures of a run as its cases stand. Counted anew each time, so nothing can be counted twice. */
export async function countCases(tx: Tx, teamId: string, runId: string): Promise<void> {
  await sql`UPDATE runs r SET (total_cases, passed_cases, failed_cases, skipped_cases, review_cases, flaky_cases) =
      (SELECT count(*), count(*) FILTER (WHERE c.state = 'passed'), count(*) FILTER (WHERE c.state = 'failed'),
        count(*) FILTER (WHERE c.state = 'skipped'), count(*) FILTER (WHERE c.state = 'needs_review'), count(*) FILTER (WHERE c.flaky)
       FROM run_cases c WHERE c.team_id = r.team_id AND c.run_id = r.id)
    WHERE r.team_id = ${teamId} AND r.id = ${runId}`.execute(tx.query)
}

/** Ends a run that has not ended yet; undefined when it has. */
export async function endRun(
  tx: Tx,
  { team_id, id }: Pick<RunRow, 'team_id' | 'id'>,
  { state, problem = null }: { state: RunState; problem?: string | null },
  now: Date,
): Promise<RunRow | undefined> {
  const row = await tx.query
    .updateTable('runs')
    .set({ state, problem, finished_at: now })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst()
  return row as RunRow | undefined
}

/** Decides about a picture that waits for it; false when somebody was faster. */
export async function reviewCase(
  tx: Tx,
  { team_id, run_id, position }: Pick<RunCaseRow, 'team_id' | 'run_id' | 'position'>,
  verdict: 'accepted' | 'rejected',
): Promise<boolean> {
  const result = await tx.query
    .updateTable('run_cases')
    .set({ state: verdict === 'accepted' ? 'passed' : 'failed', reviewed_as: verdict })
    .where('team_id', '=', team_id)
    .where('run_id', '=', run_id)
    .where('position', '=', position)
    .where('state', '=', 'needs_review')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** What a run came to after somebody decided about its pictures. */
export async function settleRun(
  tx: Tx,
  { team_id, id }: Pick<RunRow, 'team_id' | 'id'>,
  state: RunState,
): Promise<void> {
  await tx.query
    .updateTable('runs')
    .set({ state })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('state', '=', 'needs_review')
    .execute()
}
