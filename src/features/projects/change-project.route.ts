import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { changesOf } from './changes.ts'
import { baseUrlRefusals, ProjectView, UpdateProject } from './contract.ts'
import { updateProject } from './project.queries.ts'
import { listedProject } from './project-list.queries.ts'
import { projectView } from './project-view.ts'
import { isReachable } from './reachable.ts'
import { sightOf } from './sight.ts'

/** Changes a project's name, address, description or how its crawls behave. */
export const changeProject = route({
  method: 'PATCH',
  path: '/teams/{team}/projects/{project}',
  summary: 'Change a project',
  access: inTeam('projects.manage', { scope: 'projects:manage' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: UpdateProject,
  output: ProjectView,
  versioned: true,
  refusals: baseUrlRefusals,
  audit: 'project.changed',

  async handle({ who, input, params, db, platform, expectedVersion, refuse, record, unchanged }) {
    const sight = sightOf(who)
    const before = (await listedProject(db, sight, params.project)) ?? refuse('not_found')
    const moved = input.baseUrl !== undefined && input.baseUrl !== before.base_url
    if (moved && !(await isReachable(platform, input.baseUrl as string))) refuse('address_refused', 'baseUrl')
    return db.transaction(async (tx) => {
      const seen = (await listedProject(tx, sight, params.project)) ?? refuse('not_found')
      const current = () => ({ extra: { current: projectView(seen, who.team) } })
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', current())
      const { name, baseUrl, description, respectsRobots } = input
      const { changes, columns } = changesOf(seen, {
        name: ['name', name],
        baseUrl: ['base_url', baseUrl],
        description: ['description', description],
        respectsRobots: ['respects_robots', respectsRobots],
      })
      if (Object.keys(changes).length === 0) {
        unchanged()
        return projectView(seen, who.team)
      }
      const saved = await updateProject(tx, seen, columns)
      if (!saved) return refuse('changed_meanwhile', current())
      await record(tx, { target: { kind: 'project', id: seen.id }, name: saved.name, changes })
      return projectView({ ...seen, ...saved }, who.team)
    })
  },
})
