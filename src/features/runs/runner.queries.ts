import { type Duration, later, minutes } from '#platform/clock.ts'
import type { Db, Reader, Tx } from '#platform/db/db.ts'
import type { RunnerJobRow, RunnerResult } from './rows.ts'

/** A runner that took a job and said nothing for so long has lost it. */
const jobLasts: Duration = minutes(5)

/** Notes that a runner is there. */
export async function noteRunner(
  on: Db,
  runner: { team_id: string; id: string; hostname: string; key_id: string; seen_at: Date },
): Promise<void> {
  const { hostname, key_id, seen_at } = runner
  await on.query
    .insertInto('runners')
    .values(runner)
    .onConflict((conflict) => conflict.columns(['team_id', 'id']).doUpdateSet({ hostname, key_id, seen_at }))
    .execute()
}

/** Asks the team's runners for something. */
export async function insertRunnerJob(
  tx: Tx,
  job: Pick<RunnerJobRow, 'team_id' | 'id' | 'url' | 'note' | 'key_id' | 'created_at'>,
): Promise<void> {
  await tx.query
    .insertInto('runner_jobs')
    .values({ ...job, status: 'queued', taken_by: null, lease_until: null, result: null, finished_at: null })
    .execute()
}

/** Gives the oldest open job of a team to a runner, exactly one of those that ask at once. */
export async function takeRunnerJob(
  on: Reader,
  teamId: string,
  keyId: string,
  now: Date,
): Promise<RunnerJobRow | undefined> {
  const next = on.query
    .selectFrom('runner_jobs')
    .select('id')
    .where('team_id', '=', teamId)
    .where('status', '<>', 'completed')
    .where((or) => or.or([or('lease_until', 'is', null), or('lease_until', '<=', now)]))
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
  return (
    on.query
      .updateTable('runner_jobs')
      .set({ status: 'running', taken_by: keyId, lease_until: later(now, jobLasts) })
      .where('team_id', '=', teamId)
      // Not IN: a joined subquery may be run again for each row, and would then take all of them.
      .where('id', '=', next)
      .returningAll()
      .executeTakeFirst()
  )
}

/** Keeps what a runner found; undefined when the job is done already, or was given to another. */
export async function finishRunnerJob(
  tx: Tx,
  { teamId, id, keyId }: { teamId: string; id: string; keyId: string },
  result: RunnerResult,
  now: Date,
): Promise<RunnerJobRow | undefined> {
  return tx.query
    .updateTable('runner_jobs')
    .set({ status: 'completed', result: JSON.stringify(result), finished_at: now, lease_until: null })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .where('taken_by', '=', keyId)
    .returningAll()
    .executeTakeFirst()
}

/** A job for runners. */
export async function runnerJobOf(on: Reader, teamId: string, id: string): Promise<RunnerJobRow | undefined> {
  return on.query
    .selectFrom('runner_jobs')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}
