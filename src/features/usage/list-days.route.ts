import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { DaysQuery, DaysView } from './contract.ts'
import { usedByDay } from './page.queries.ts'
import { dayOf } from './queries.ts'
import { daysBetween } from './rules.ts'
import { knownStanding, standingAt } from './standing.ts'

/** Use day by day, for charts. */
export const listDays = route({
  method: 'GET',
  path: '/teams/{team}/usage/days',
  summary: 'List usage by day',
  access: inTeam('usage.view', { scope: 'usage:read' }),
  query: DaysQuery,
  output: DaysView,

  async handle({ who: { team, key }, query: { from, to }, db, platform, now }) {
    const { period } = standingAt(platform.config, await knownStanding(platform, db, team.id), now)
    const asked = from && to ? { from, to } : { from: dayOf(period.startsAt), to: dayOf(now) }
    const span = from ? asked : { periodStart: period.startsAt }
    const rows = await usedByDay(db, { teamId: team.id, projectIds: key?.projectIds ?? null }, span)
    const known = new Map(rows.map((row) => [row.day, row]))
    return {
      ...asked,
      days: daysBetween(asked.from, asked.to).map((day) => known.get(day) ?? { day, crawls: 0, runs: 0 }),
    }
  },
})
