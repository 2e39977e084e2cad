import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { raiseCrossed } from './alerts.ts'
import { EventsReported, lineRefusals, ReportEvents, reportRefusals } from './contract.ts'
import { countTold, knownEvents } from './event.queries.ts'
import { judgeEvents } from './judge-events.ts'
import { limitReachedExtra } from './limit-reached.ts'
import { limitOf, type UsedMeter } from './meters.ts'
import { lockCounter } from './queries.ts'
import { knownStanding, standingAt } from './standing.ts'
import { sumUpSoon } from './sum-up.ts'
import { metersAt, usageHeaders } from './usage-meters.ts'

/** Counts use that happened elsewhere: up to 1,000 lines at once, each exactly once by its id, whatever is sent again. */
export const reportEvents = route({
  method: 'POST',
  path: '/teams/{team}/usage/events',
  summary: 'Report usage events',
  access: inTeam('usage.manage', { scope: 'usage:write' }),
  input: ReportEvents,
  output: EventsReported,
  maxBody: 512 * 1024,
  refusals: reportRefusals,
  audit: 'usage.reported',

  async handle({ who: { team, key }, input: { events }, db, platform, now, refuse, record, unchanged, setHeader }) {
    const lines = events.map(({ id, meter, amount, at, projectId = null }) => ({
      id,
      meter,
      amount,
      at: at === undefined ? now : new Date(at),
      projectId,
    }))
    // Always in this order: two reports that lock the same counters never wait for each other.
    const meters = (['crawls', 'runs'] as const).filter((meter) => lines.some((line) => line.meter === meter))
    return db.transaction(async (tx) => {
      const standing = standingAt(platform.config, await knownStanding(platform, tx, team.id), now)
      const { plan, period } = standing
      const used: Record<UsedMeter, number> = { crawls: 0, runs: 0 }
      for (const meter of meters) used[meter] = await lockCounter(tx, team.id, meter, period.startsAt)
      const known = await knownEvents(
        tx,
        team.id,
        lines.map(({ id }) => id),
      )
      const limits = { crawls: limitOf(plan, 'crawls'), runs: limitOf(plan, 'runs') }
      const projectIds = key?.projectIds ?? null
      const judged = judgeEvents(lines, { known, period, now, limits, used, projectIds })
      const { counted, repeated, refused } = judged

      const full = refused.length === lines.length && refused.every(({ code }) => code === 'limit_reached')
      const meter = lines[0]?.meter
      if (full && meter) {
        const reached = {
          meter,
          limit: limits[meter] ?? 0,
          used: used[meter],
          resetsAt: period.endsAt,
          plan: plan.name,
        }
        return refuse('limit_reached', { extra: limitReachedExtra(reached, team.id) })
      }
      if (counted.length === 0) unchanged()
      else {
        await countTold(tx, { teamId: team.id, periodStart: period.startsAt, keyId: key?.id ?? null }, counted)
        tx.afterCommit(() => sumUpSoon(platform))
        for (const meter of meters) {
          const steps = { from: used[meter], to: judged.used[meter] }
          await raiseCrossed(tx, platform, { teamId: team.id, meter, standing, ...steps }, now)
        }
        const amounts = Object.fromEntries(meters.map((meter) => [meter, judged.used[meter] - used[meter]]))
        await record(tx, { events: counted.length, refused: refused.length, ...amounts })
      }
      const views = await metersAt(tx, team.id, standing)
      for (const [name, value] of Object.entries(usageHeaders(views))) setHeader(name, value)
      const told = refused.map((one) => ({ ...one, message: lineRefusals[one.code] }))
      return { counted: counted.length, repeated, refused: told }
    })
  },
})
