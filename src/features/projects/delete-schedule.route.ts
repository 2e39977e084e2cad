import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { deleteSchedule } from './schedule.queries.ts'
import { sightOf } from './sight.ts'
import { seenSchedule } from './within-sight.ts'

/** Deletes a schedule. What it ran stays. */
export const removeSchedule = route({
  method: 'DELETE',
  path: '/teams/{team}/schedules/{schedule}',
  summary: 'Delete a schedule',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  output: z.void(),
  audit: 'schedule.deleted',

  async handle({ who, params, db, refuse, record }) {
    await db.transaction(async (tx) => {
      const { project } = (await seenSchedule(tx, sightOf(who), params.schedule)) ?? refuse('not_found')
      const gone = await deleteSchedule(tx, who.team.id, params.schedule)
      if (!gone) return refuse('not_found')
      const { id, cron, zone } = gone
      await record(tx, { target: { kind: 'schedule', id }, project: project.name, cron, zone })
    })
  },
})
