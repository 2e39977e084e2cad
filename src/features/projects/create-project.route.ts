import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { limitReachedExtra, limitReachedRefusal } from '#features/usage/public.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { baseUrlRefusals, CreateProject, keyLimitRefusals, ProjectView } from './contract.ts'
import { noteProjects, roomRefused } from './plan-room.ts'
import { insertProject } from './project.queries.ts'
import { listedProject } from './project-list.queries.ts'
import { projectView } from './project-view.ts'
import { isReachable } from './reachable.ts'
import { sightOf } from './sight.ts'

/** Makes a project: a site to be tested. It counts against the plan until it is archived or deleted. */
export const createProject = route({
  method: 'POST',
  path: '/teams/{team}/projects',
  summary: 'Make a project',
  access: inTeam('projects.manage', { scope: 'projects:manage' }),
  limit: { per: 'user', max: 60, every: hours(1) },
  input: CreateProject,
  output: ProjectView,
  status: 201,
  idempotent: true,
  refusals: { ...baseUrlRefusals, ...keyLimitRefusals, limit_reached: limitReachedRefusal },
  audit: 'project.created',

  async handle({ who, input, db, now, platform, refuse, record }) {
    const { team, user } = who
    const sight = sightOf(who)
    if (sight.only) refuse('key_limited')
    // Names are looked up, which takes time, so before the transaction opens.
    if (!(await isReachable(platform, input.baseUrl))) refuse('address_refused', 'baseUrl')
    const id = newId('prj')
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const full = await roomRefused(tx, platform, team.id, now)
      if (full) return refuse('limit_reached', { extra: limitReachedExtra(full, team.id) })
      const { name, baseUrl, description, respectsRobots } = input
      await insertProject(tx, {
        team_id: team.id,
        id,
        name,
        base_url: baseUrl,
        description,
        respects_robots: respectsRobots,
        created_by: user?.id ?? null,
        archived_at: null,
        version: 1,
        created_at: now,
      })
      await noteProjects(tx, platform, team.id, now)
      await record(tx, { target: { kind: 'project', id }, name, baseUrl })
      const made = (await listedProject(tx, sight, id)) ?? refuse('not_found')
      return projectView(made, team)
    })
  },
})
