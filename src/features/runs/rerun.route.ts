import { inTeam } from '#access/guard.ts'
import { limitReachedExtra } from '#features/usage/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { askedBy } from './asked-by.ts'
import { Rerun, rerunRefusals } from './contract.ts'
import { isOver } from './rules.ts'
import { runCases } from './run.queries.ts'
import { seenRun } from './seen.ts'
import { RunView } from './shapes.ts'
import { startRun } from './start-run.ts'
import { wholeRunView } from './views.ts'

/** Runs the cases of a run again, or those that failed, as they are now. */
export const rerun = route({
  method: 'POST',
  path: '/teams/{team}/runs/{id}/rerun',
  summary: 'Run the same tests again, or those that failed',
  access: inTeam('runs.start', { scope: 'runs:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: Rerun,
  output: RunView,
  status: 201,
  idempotent: true,
  refusals: rerunRefusals,
  audit: 'run.started',

  async handle({ who, input, params, db, now, platform, refuse, record }) {
    const { run, project } = (await seenRun(db, who, params.id)) ?? refuse('not_found')
    if (!isOver(run.state)) refuse('still_running')
    if (project.archived_at) refuse('project_archived')
    const cases = await runCases(db, who.team.id, run.id)
    const chosen = cases.filter(({ state }) => input.only === 'all' || state === 'failed')
    const caseIds = chosen.flatMap(({ case_id }) => (case_id ? [case_id] : []))
    return db.transaction(async (tx) => {
      const trigger = who.key ? ('ci' as const) : ('person' as const)
      const wish = { project, choice: { caseIds }, by: askedBy(who), trigger, baseUrl: run.base_url, rerunOf: run.id }
      const started = await startRun(tx, platform, wish, now)
      if ('nothing' in started) return refuse('nothing_to_run')
      if ('reached' in started)
        return refuse('limit_reached', { extra: limitReachedExtra(started.reached, who.team.id) })
      const target = { kind: 'run', id: started.run.id }
      await record(tx, {
        target,
        projectId: project.id,
        name: project.name,
        rerunOf: run.id,
        cases: started.run.total_cases,
      })
      return wholeRunView(tx, started.run, project, now)
    })
  },
})
