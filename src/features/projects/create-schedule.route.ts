import { inTeam } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { timeZoneSpelling } from '#platform/zones.ts'
import { CreateSchedule, ScheduleView, scheduleRefusals } from './contract.ts'
import { isCron, nextTimes } from './cron.ts'
import { lockProject, projectOf } from './project.queries.ts'
import { insertSchedule } from './schedule.queries.ts'
import { countSchedules, listedSchedules, zoneOf } from './schedule-list.queries.ts'
import { scheduleView } from './schedule-view.ts'
import { sightOf } from './sight.ts'
import { suiteOf } from './suite.queries.ts'

const mostSchedules = 100

/** Sets when a suite, or the whole project, runs by itself. It stays when whoever made it leaves. */
export const createSchedule = route({
  method: 'POST',
  path: '/teams/{team}/projects/{project}/schedules',
  summary: 'Make a schedule',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 120, every: hours(1) },
  input: CreateSchedule,
  output: ScheduleView,
  status: 201,
  idempotent: true,
  refusals: scheduleRefusals,
  audit: 'schedule.created',

  async handle({ who, input: { suiteId, cron, zone: named, enabled }, params, db, now, refuse, record }) {
    const { team, user } = who
    const sight = sightOf(who)
    if (!isCron(cron)) refuse('cron_invalid', 'cron')
    const zone =
      timeZoneSpelling(named ?? (user && (await zoneOf(db, user.id))) ?? 'UTC') ?? refuse('zone_unknown', 'zone')
    return db.transaction(async (tx) => {
      if (!(await projectOf(tx, sight, params.project))) return refuse('not_found')
      const project = (await lockProject(tx, team.id, params.project)) ?? refuse('not_found')
      const suite = suiteId ? await suiteOf(tx, team.id, suiteId) : null
      if (suiteId && suite?.project_id !== project.id) refuse('suite_unknown', 'suiteId')
      if ((await countSchedules(tx, team.id, project.id)) >= mostSchedules) refuse('too_many_schedules')
      const id = newId('sch')
      await insertSchedule(tx, {
        team_id: team.id,
        id,
        project_id: project.id,
        suite_id: suiteId,
        cron,
        zone,
        enabled,
        next_at: enabled ? (nextTimes(cron, zone, now, 1)[0] ?? null) : null,
        last_ran_at: null,
        missed_at: null,
        paused_at: null,
        paused_reason: null,
        paused_until: null,
        created_by: user?.id ?? null,
        version: 1,
        created_at: now,
      })
      const said = { project: project.name, suite: suite?.name ?? null, cron, zone, enabled }
      await record(tx, { target: { kind: 'schedule', id }, ...said })
      const [made] = await listedSchedules(tx, sight, { id, limit: 1 })
      return scheduleView(made ?? refuse('not_found'), team, now)
    })
  },
})
