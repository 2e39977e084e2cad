import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { seenRun } from './seen.ts'
import { RunView } from './shapes.ts'
import { wholeRunView } from './views.ts'

/** A run as it stands at this moment. */
export const showRun = route({
  method: 'GET',
  path: '/teams/{team}/runs/{id}',
  summary: 'Show a test run',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: RunView,

  async handle({ who, params, db, now, refuse }) {
    const { run, project } = (await seenRun(db, who, params.id)) ?? refuse('not_found')
    return wholeRunView(db, run, project, now)
  },
})
