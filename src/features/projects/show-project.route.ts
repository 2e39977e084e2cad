import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { ProjectView } from './contract.ts'
import { listedProject } from './project-list.queries.ts'
import { projectView } from './project-view.ts'
import { sightOf } from './sight.ts'

/** One project. */
export const showProject = route({
  method: 'GET',
  path: '/teams/{team}/projects/{project}',
  summary: 'Show a project',
  access: inTeam('projects.view', { scope: 'projects:read' }),
  output: ProjectView,
  versioned: true,

  async handle({ who, params, db, refuse }) {
    const project = (await listedProject(db, sightOf(who), params.project)) ?? refuse('not_found')
    return projectView(project, who.team)
  },
})
