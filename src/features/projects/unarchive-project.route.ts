import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { limitReachedExtra, limitReachedRefusal } from '#features/usage/public.ts'
import { minutes } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { route } from '#platform/http/route.ts'
import { ProjectView } from './contract.ts'
import { nextTimes } from './cron.ts'
import { noteProjects, roomRefused } from './plan-room.ts'
import { updateProject } from './project.queries.ts'
import { listedProject } from './project-list.queries.ts'
import { projectView } from './project-view.ts'
import type { ProjectRow } from './rows.ts'
import { enabledSchedules, moveSchedule } from './schedule.queries.ts'
import { sightOf } from './sight.ts'

/** Takes a project back from the archive, when the plan has room for it. Its schedules go on with their next times. */
export const unarchiveProject = route({
  method: 'DELETE',
  path: '/teams/{team}/projects/{project}/archival',
  summary: 'Take a project back from the archive',
  access: inTeam('projects.manage', { scope: 'projects:manage' }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: ProjectView,
  refusals: { limit_reached: limitReachedRefusal },
  audit: 'project.unarchived',

  async handle({ who, params, db, now, platform, refuse, record, unchanged }) {
    const sight = sightOf(who)
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, who.team.id))) return refuse('not_found')
      const seen = (await listedProject(tx, sight, params.project)) ?? refuse('not_found')
      if (!seen.archived_at) {
        unchanged()
        return projectView(seen, who.team)
      }
      const full = await roomRefused(tx, platform, who.team.id, now)
      if (full) return refuse('limit_reached', { extra: limitReachedExtra(full, who.team.id) })
      const saved = (await updateProject(tx, seen, { archived_at: null })) ?? refuse('changed_meanwhile')
      await beginAnew(tx, seen, now)
      await noteProjects(tx, platform, who.team.id, now)
      await record(tx, { target: { kind: 'project', id: seen.id }, name: seen.name })
      return projectView({ ...seen, ...saved }, who.team)
    })
  },
})

/** What was due while the project was archived is not made up for. */
async function beginAnew(tx: Tx, { team_id, id }: ProjectRow, now: Date): Promise<void> {
  for (const schedule of await enabledSchedules(tx, team_id, id)) {
    const next_at = nextTimes(schedule.cron, schedule.zone, now, 1)[0] ?? null
    await moveSchedule(tx, schedule, { next_at })
  }
}
