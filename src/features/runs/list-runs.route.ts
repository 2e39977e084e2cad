import { inTeam } from '#access/guard.ts'
import { sightOf } from '#features/projects/public.ts'
import { route } from '#platform/http/route.ts'
import { RunsQuery } from './contract.ts'
import { listedRuns } from './run.queries.ts'
import { projectsSeen } from './seen.ts'
import { RunsView } from './shapes.ts'
import { projectNames, runView } from './views.ts'

/** The runs of a team, newest first. */
export const listRuns = route({
  method: 'GET',
  path: '/teams/{team}/runs',
  summary: 'List test runs',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  query: RunsQuery,
  output: RunsView,

  async handle({ who, query: { project, limit, ...filter }, db }) {
    const projectIds = await projectsSeen(db, who, project)
    const rows = await listedRuns(db, who.team.id, { projectIds, ...filter, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const nameOf = await projectNames(
      db,
      sightOf(who),
      page.map((run) => run.project_id),
    )
    return {
      items: page.map((run) => runView(run, nameOf(run.project_id))),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
