import { keyWith } from '#access/key-guard.ts'
import { route } from '#platform/http/route.ts'
import { CiRun } from './ci-contract.ts'
import { dashboardOf } from './dashboard.ts'
import { durationOf, exitCodeOf, isOver } from './rules.ts'
import { runCases } from './run.queries.ts'
import { seenRun } from './seen.ts'

/** How a run stands, for a pipeline that asks every few seconds. */
export const ciShowRun = route({
  method: 'GET',
  path: '/ci/runs/{id}',
  summary: 'Show a test run to a pipeline',
  access: keyWith('runs.view', 'runs:read'),
  output: CiRun,

  async handle({ who, params, db, platform, refuse }) {
    const { run } = (await seenRun(db, who, params.id)) ?? refuse('not_found')
    const cases = isOver(run.state) ? await runCases(db, who.team.id, run.id) : null
    return {
      id: run.id,
      status: run.state,
      isFinished: isOver(run.state),
      exitCode: exitCodeOf(run.state),
      totalCases: run.total_cases,
      passedCases: run.passed_cases,
      failedCases: run.failed_cases,
      skippedCases: run.skipped_cases,
      duration_ms: durationOf(run),
      createdAt: run.created_at,
      completed_at: run.finished_at,
      dashboardUrl: dashboardOf(platform.config, who.team.id, `runs/${run.id}`),
      problem: run.problem,
      ...(cases && {
        cases: cases.map((one) => ({
          name: one.name,
          suiteName: one.suite_name,
          status: one.state,
          durationMs: one.duration_ms,
          errorMessage: one.message,
          failureType: one.failure_type,
        })),
      }),
    }
  },
})
