import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { SchedulesQuery, SchedulesView } from './contract.ts'
import { listedSchedules } from './schedule-list.queries.ts'
import { scheduleView } from './schedule-view.ts'
import { sightOf } from './sight.ts'

/** The schedules of a team or of one project, newest first. */
export const listSchedules = route({
  method: 'GET',
  path: '/teams/{team}/schedules',
  summary: 'List schedules',
  access: inTeam('projects.view', { scope: 'projects:read' }),
  query: SchedulesQuery,
  output: SchedulesView,

  async handle({ who, query: { project, cursor, limit }, db, now }) {
    const rows = await listedSchedules(db, sightOf(who), { projectId: project, cursor, limit: limit + 1 })
    const page = rows.slice(0, limit)
    return {
      items: page.map((row) => scheduleView(row, who.team, now)),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
