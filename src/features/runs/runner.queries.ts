import { sql } from 'kysely'
import { type Duration, earlier, hours, later, minutes } from '#platform/clock.ts'
import type { Db, Reader, Tx } from '#platform/db/db.ts'
import type { RunnerJobRow, RunnerResult } from './rows.ts'

/** A runner that took a job and said nothing for so long has lost it. */
const jobLasts: Duration = minutes(5)
/** However alive a runner is, a job it does not finish within this goes to another. */
const longestJob: Duration = hours(1)
/** A runner that was heard of within this is alive; it speaks every 30 seconds. */
const aliveFor: Duration = minutes(2)

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
    .values({
      ...job,
      status: 'queued',
      taken_by: null,
      lease_until: null,
      renew_until: null,
      result: null,
      finished_at: null,
    })
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
      .set({
        status: 'running',
        taken_by: keyId,
        lease_until: later(now, jobLasts),
        renew_until: later(now, longestJob),
      })
      .where('team_id', '=', teamId)
      // Not IN: a joined subquery may be run again for each row, and would then take all of them.
      .where('id', '=', next)
      .returningAll()
      .executeTakeFirst()
  )
}

/** Gives back a job that nobody received. */
export async function handBack(on: Reader, { team_id, id, taken_by, lease_until }: RunnerJobRow): Promise<void> {
  await on.query
    .updateTable('runner_jobs')
    .set({ status: 'queued', taken_by: null, lease_until: null, renew_until: null })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .where('taken_by', '=', taken_by)
    .where('lease_until', '=', lease_until)
    .execute()
}

/** A sign of life: the jobs this key holds stay with it, up to the longest a job may take. What was lost already stays lost. */
export async function renewJobs(on: Reader, teamId: string, keyId: string, now: Date): Promise<void> {
  await sql`UPDATE runner_jobs SET lease_until = greatest(lease_until, least(${later(now, jobLasts)}, renew_until))
    WHERE team_id = ${teamId} AND taken_by = ${keyId} AND status = 'running' AND lease_until > ${now}`.execute(on.query)
}

/**
 * A runner that asks for another job has none in hand: what it took before, it lost, such as by a crash. Its signs of life are no longer those
 * of that job, which goes to another when its lease is over. Of several living runners with one key nobody knows which one asks.
 */
export async function leaveOtherJobs(on: Reader, teamId: string, keyId: string, now: Date): Promise<void> {
  await sql`UPDATE runner_jobs SET renew_until = lease_until
    WHERE team_id = ${teamId} AND taken_by = ${keyId} AND status = 'running' AND renew_until > lease_until
      AND (SELECT count(*) FROM runners r WHERE r.team_id = ${teamId} AND r.key_id = ${keyId}
        AND r.seen_at > ${earlier(now, aliveFor)}) < 2`.execute(on.query)
}

/** Removes jobs of a team that ended before this instant. */
export async function dropRunnerJobs(tx: Tx, teamId: string, before: Date): Promise<void> {
  await tx.query.deleteFrom('runner_jobs').where('team_id', '=', teamId).where('finished_at', '<', before).execute()
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
