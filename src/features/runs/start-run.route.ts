import { inTeam } from '#access/guard.ts'
import { isOnSite, projectOf, sightOf } from '#features/projects/public.ts'
import { limitReachedExtra } from '#features/usage/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { askedBy } from './asked-by.ts'
import { StartRun, startRunRefusals } from './contract.ts'
import { RunView } from './shapes.ts'
import { startRun } from './start-run.ts'
import { wholeRunView } from './views.ts'

/** Asks for a run of a project's tests: all, some suites, some cases, or a strategy. It waits its turn; counted is it now. */
export const startRunRoute = route({
  method: 'POST',
  path: '/teams/{team}/runs',
  summary: 'Run tests',
  access: inTeam('runs.start', { scope: 'runs:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: StartRun,
  output: RunView,
  status: 201,
  idempotent: true,
  refusals: startRunRefusals,
  audit: 'run.started',

  async handle({ who, input, db, now, platform, refuse, record }) {
    const { projectId, baseUrl, ...choice } = input
    return db.transaction(async (tx) => {
      const project = (await projectOf(tx, sightOf(who), projectId)) ?? refuse('not_found')
      if (project.archived_at) refuse('project_archived')
      if (baseUrl && !isOnSite(project.base_url, baseUrl)) refuse('not_on_site', 'baseUrl')
      const trigger = who.key ? 'ci' : 'person'
      const started = await startRun(tx, platform, { project, choice, by: askedBy(who), trigger, baseUrl }, now)
      if ('nothing' in started) return refuse('nothing_to_run')
      if ('reached' in started)
        return refuse('limit_reached', { extra: limitReachedExtra(started.reached, who.team.id) })
      const { run } = started
      await record(tx, {
        target: { kind: 'run', id: run.id },
        projectId,
        name: project.name,
        tests: run.title,
        cases: run.total_cases,
      })
      return wholeRunView(tx, run, project, now)
    })
  },
})
