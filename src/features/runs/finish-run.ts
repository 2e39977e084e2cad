import { appendAudit } from '#platform/audit.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { RunRow, RunState } from './rows.ts'
import { endRun, runCases, runOf } from './run.queries.ts'
import { tellOfRun } from './tell-of-run.ts'
import { dropWork } from './work.queries.ts'

/** What a run came to: a failure counts more than a picture to look at. */
export function verdictOf({ failed_cases, review_cases }: Pick<RunRow, 'failed_cases' | 'review_cases'>): RunState {
  if (failed_cases > 0) return 'failed'
  return review_cases > 0 ? 'needs_review' : 'completed'
}

/** Ends a run whose cases are all decided: its state, its audit row, and who is told, in one transaction. With a problem it has failed, whatever passed. */
export async function finishRun(
  tx: Tx,
  platform: Platform,
  { team_id, id }: Pick<RunRow, 'team_id' | 'id'>,
  now: Date,
  problem: string | null = null,
): Promise<void> {
  const counted = await runOf(tx, team_id, id)
  const state = counted && (problem === null ? verdictOf(counted) : 'failed')
  const run = state && (await endRun(tx, counted, { state, problem }, now))
  await dropWork(tx, team_id, id)
  if (!run) return
  await noteEnd(tx, run, now)
  await tellOfRun(tx, platform, run, await runCases(tx, team_id, id), now)
}

async function noteEnd(tx: Tx, run: RunRow, now: Date): Promise<void> {
  const { passed_cases: passed, failed_cases: failed, skipped_cases: skipped, review_cases: toReview } = run
  await appendAudit(tx, {
    action: 'run.finished',
    subject: { actor: { kind: 'system', id: null }, logs: [run.team_id] },
    client: null,
    now,
    details: {
      target: { kind: 'run', id: run.id },
      projectId: run.project_id,
      state: run.state,
      passed,
      failed,
      skipped,
      toReview,
      ...(run.problem !== null && { problem: run.problem }),
    },
  })
}
