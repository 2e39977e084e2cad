import type { Tx } from '#platform/db/db.ts'
import { finishRun } from './finish-run.ts'
import type { RunRow, WorkRow } from './rows.ts'
import { countCases, endRun, runOf, skipWaiting } from './run.queries.ts'
import { dropWork } from './work.queries.ts'
import type { Work } from './work.ts'

/** Ends a run that could not be done, and says why. */
export async function breakRun(work: Work, { team_id, id }: WorkRow, problem: string): Promise<void> {
  await work.write(async (tx, now) => {
    await skipWaiting(tx, team_id, id, problem)
    await countCases(tx, team_id, id)
    await finishRun(tx, work.platform, { team_id, id }, now, problem)
  })
}

/** Cancels a run: what was tested stays, the rest is skipped. Undefined when it was over already. */
export async function cancelRun(tx: Tx, teamId: string, id: string, now: Date): Promise<RunRow | undefined> {
  await dropWork(tx, teamId, id) // first, as a worker that writes holds it first
  const run = await endRun(tx, { team_id: teamId, id }, { state: 'cancelled' }, now)
  if (!run) return undefined
  await skipWaiting(tx, teamId, id, 'The run was cancelled.')
  await countCases(tx, teamId, id)
  return runOf(tx, teamId, id)
}
