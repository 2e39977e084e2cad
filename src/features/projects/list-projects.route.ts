import { inTeam } from '#access/guard.ts'
import { may } from '#access/permissions.ts'
import { route } from '#platform/http/route.ts'
import { ProjectsQuery, ProjectsView } from './contract.ts'
import { projectRoom } from './plan-room.ts'
import { listedProjects } from './project-list.queries.ts'
import { projectView } from './project-view.ts'
import { sightOf } from './sight.ts'

/** The projects of a team, newest first; to a key that is limited to some, those. */
export const listProjects = route({
  method: 'GET',
  path: '/teams/{team}/projects',
  summary: 'List projects',
  access: inTeam('projects.view', { scope: 'projects:read' }),
  query: ProjectsQuery,
  output: ProjectsView,

  async handle({ who, query: { archived, search, cursor, limit }, db, now, platform }) {
    const asked = { archived: archived === 'true', search, cursor, limit: limit + 1 }
    const rows = await listedProjects(db, sightOf(who), asked)
    const page = rows.slice(0, limit)
    return {
      items: page.map((row) => projectView(row, who.team)),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      mayCreate: may(who.team.role, 'projects.manage'),
      room: await projectRoom(db, platform, who.team.id, now),
    }
  },
})
