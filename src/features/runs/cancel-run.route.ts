import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { endedRefusals } from './contract.ts'
import { cancelRun } from './end-run.ts'
import { seenRun } from './seen.ts'
import { RunView } from './shapes.ts'
import { wholeRunView } from './views.ts'

/** Cancels a run. What was tested stays, the rest is skipped; it has been counted. */
export const cancelRunRoute = route({
  method: 'POST',
  path: '/teams/{team}/runs/{id}/cancellation',
  summary: 'Cancel a test run',
  access: inTeam('runs.start', { scope: 'runs:write' }),
  output: RunView,
  refusals: endedRefusals,
  audit: 'run.cancelled',

  async handle({ who, params, db, now, refuse, record }) {
    const { project } = (await seenRun(db, who, params.id)) ?? refuse('not_found')
    return db.transaction(async (tx) => {
      const run = (await cancelRun(tx, who.team.id, params.id, now)) ?? refuse('over_already')
      await record(tx, {
        target: { kind: 'run', id: run.id },
        projectId: project.id,
        name: project.name,
        tests: run.title,
      })
      return wholeRunView(tx, run, project, now)
    })
  },
})
