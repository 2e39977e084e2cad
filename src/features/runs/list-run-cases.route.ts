import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { runCases } from './run.queries.ts'
import { seenRun } from './seen.ts'
import { RunCasesView } from './shapes.ts'
import { runCaseView } from './views.ts'

/** Every case of a run with what became of it, in order. */
export const listRunCases = route({
  method: 'GET',
  path: '/teams/{team}/runs/{id}/cases',
  summary: 'List the cases of a test run',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: RunCasesView,

  async handle({ who, params, db, refuse }) {
    const { run } = (await seenRun(db, who, params.id)) ?? refuse('not_found')
    return { items: (await runCases(db, who.team.id, run.id)).map(runCaseView) }
  },
})
