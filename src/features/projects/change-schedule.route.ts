import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { timeZoneSpelling } from '#platform/zones.ts'
import { changesOf } from './changes.ts'
import { ScheduleView, scheduleRefusals, UpdateSchedule } from './contract.ts'
import { isCron, nextTimes } from './cron.ts'
import { updateSchedule } from './schedule.queries.ts'
import { listedSchedules } from './schedule-list.queries.ts'
import { scheduleView } from './schedule-view.ts'
import { sightOf } from './sight.ts'
import { suiteOf } from './suite.queries.ts'

const { cron_invalid, zone_unknown, suite_unknown } = scheduleRefusals

/** Changes when a schedule runs or what, or switches it on or off. Times that passed while it was off are not made up for. */
export const changeSchedule = route({
  method: 'PATCH',
  path: '/teams/{team}/schedules/{schedule}',
  summary: 'Change a schedule',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: UpdateSchedule,
  output: ScheduleView,
  versioned: true,
  refusals: { cron_invalid, zone_unknown, suite_unknown },
  audit: 'schedule.changed',

  async handle({ who, input, params, db, now, expectedVersion, refuse, record, unchanged }) {
    const { team } = who
    const sight = sightOf(who)
    if (input.cron !== undefined && !isCron(input.cron)) refuse('cron_invalid', 'cron')
    const zone = input.zone === undefined ? undefined : (timeZoneSpelling(input.zone) ?? refuse('zone_unknown', 'zone'))
    return db.transaction(async (tx) => {
      const read = async () => (await listedSchedules(tx, sight, { id: params.schedule, limit: 1 }))[0]
      const seen = (await read()) ?? refuse('not_found')
      const current = () => ({ extra: { current: scheduleView(seen, team, now) } })
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', current())
      const suite = input.suiteId ? await suiteOf(tx, team.id, input.suiteId) : null
      if (input.suiteId && suite?.project_id !== seen.project_id) refuse('suite_unknown', 'suiteId')
      const { changes, columns } = changesOf(seen, {
        suiteId: ['suite_id', input.suiteId],
        cron: ['cron', input.cron],
        zone: ['zone', zone],
        enabled: ['enabled', input.enabled],
      })
      if (Object.keys(changes).length === 0) {
        unchanged()
        return scheduleView(seen, team, now)
      }
      const next = { ...seen, ...columns }
      const next_at = next.enabled ? (nextTimes(next.cron, next.zone, now, 1)[0] ?? null) : null
      if (!(await updateSchedule(tx, seen, { ...columns, next_at }))) return refuse('changed_meanwhile', current())
      await record(tx, { target: { kind: 'schedule', id: seen.id }, project: seen.project_name, changes })
      return scheduleView((await read()) ?? refuse('not_found'), team, now)
    })
  },
})
