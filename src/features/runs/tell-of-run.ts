import { type NotificationEvent, notify } from '#features/notifications/public.ts'
import { projectOf } from '#features/projects/public.ts'
import type { Tx } from '#platform/db/db.ts'
import { plainText } from '#platform/plain-text.ts'
import type { Platform } from '#platform/platform.ts'
import type { RunCaseRow, RunRow } from './rows.ts'
import { durationOf, stateSays } from './rules.ts'

const mostFailures = 3

/** Tells of a run that ended: of failures, and of every scheduled run. */
export async function tellOfRun(
  tx: Tx,
  platform: Platform,
  run: RunRow,
  cases: readonly RunCaseRow[],
  now: Date,
): Promise<void> {
  const project = await projectOf(tx, { teamId: run.team_id, only: null }, run.project_id)
  const event = eventOf(run, project?.name ?? '', cases)
  if (run.state === 'failed') {
    const title = run.problem
      ? `A run could not be finished: ${project?.name ?? ''}`
      : `${run.failed_cases} of ${run.total_cases} tests failed: ${project?.name ?? ''}`
    await notify(
      tx,
      platform,
      { ...event, type: 'test-failures', name: 'run.failed', id: `${run.id}:failed`, title },
      now,
    )
  }
  if (run.trigger === 'schedule') {
    const title = `Scheduled run ${stateSays[run.state].toLowerCase()}: ${project?.name ?? ''}`
    await notify(
      tx,
      platform,
      { ...event, type: 'scheduled-runs', name: 'run.scheduled', id: `${run.id}:scheduled`, title },
      now,
    )
  }
}

/** What is told of a run: status, suite and project, counts, duration, up to three failures, link (facts.md “Slack message”). */
function eventOf(
  run: RunRow,
  projectName: string,
  cases: readonly RunCaseRow[],
): Omit<NotificationEvent, 'type' | 'name' | 'id' | 'title'> {
  const { team_id: teamId, project_id: projectId, passed_cases, failed_cases, skipped_cases } = run
  const failures = cases.filter(({ state }) => state === 'failed')
  const duration = durationOf(run)
  return {
    teamId,
    projectId,
    audience: 'runs.view',
    says: run.problem ? [run.problem] : outcomeOf(run),
    facts: {
      Status: stateSays[run.state],
      Project: projectName,
      Tests: run.title,
      Passed: String(passed_cases),
      Failed: String(failed_cases),
      Skipped: String(skipped_cases),
      ...(run.review_cases > 0 && { 'To review': String(run.review_cases) }),
      ...(duration !== null && { Duration: inWords(duration) }),
    },
    items: failures
      .slice(0, mostFailures)
      .map(({ suite_name, name, message }) => plainText(`${suite_name} – ${name}: ${message ?? 'failed'}`, 300)),
    link: { label: 'See the run', path: `/runs/${run.id}?team=${teamId}` },
    data: {
      runId: run.id,
      projectId,
      projectName,
      status: run.state,
      trigger: run.trigger,
      title: run.title,
      totalCases: run.total_cases,
      passedCases: passed_cases,
      failedCases: failed_cases,
      skippedCases: skipped_cases,
      durationMs: duration,
      problem: run.problem,
      failures: failures
        .slice(0, mostFailures)
        .map(({ suite_name, name, message }) => ({ suiteName: suite_name, name, message })),
    },
  }
}

function inWords(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 1000))
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

// Failures speak for themselves.
function outcomeOf({ failed_cases: failed, review_cases: toReview, skipped_cases: skipped }: RunRow): string[] {
  if (failed > 0) return []
  if (toReview > 0) return ['Something looks different than before. Accept or reject it on the page of the run.']
  return [skipped > 0 ? 'Nothing failed, but not everything was tested.' : 'Everything passed.']
}
