import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { SuitesQuery, SuitesView } from './contract.ts'
import { projectOf } from './project.queries.ts'
import { sightOf } from './sight.ts'
import { listedSuites } from './suite-list.queries.ts'
import { suiteView } from './suite-view.ts'

/** The suites of a project, in their order. */
export const listSuites = route({
  method: 'GET',
  path: '/teams/{team}/projects/{project}/suites',
  summary: 'List the suites of a project',
  access: inTeam('projects.view', { scope: 'projects:read' }),
  query: SuitesQuery,
  output: SuitesView,

  async handle({ who, params, query: { search, cursor, limit }, db, refuse }) {
    const project = (await projectOf(db, sightOf(who), params.project)) ?? refuse('not_found')
    const [position, id] = cursor?.split('-') ?? []
    const after = id ? { position: Number(position), id } : undefined
    const rows = await listedSuites(db, who.team.id, { projectId: project.id, search, after, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map(suiteView),
      nextCursor: rows.length > limit && last ? `${last.position}-${last.id}` : null,
    }
  },
})
