import { days, earlier } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { needsSettling, paceThreshold, raise } from './alerts.ts'
import { isUsedUp, limitOf, type Meter, meters } from './meters.ts'
import { noteLimits } from './note-standing.ts'
import { always } from './periods.ts'
import { lockCounter } from './queries.ts'
import { paceDue } from './rules.ts'
import { type StandingAt, standingAt, standingFrom } from './standing.ts'
import { type SweptTeam, teamsToSweep } from './sweep.queries.ts'

const atOnce = 500

/**
 * What only time brings about: a trial or plan that ended by itself changes limits, and a pace shows after days. Looks at every team that
 * used something, and opens a transaction only for those where something is to be told. However many workers sweep, each alert is given once.
 */
export async function sweepUsage(platform: Platform, now: Date): Promise<void> {
  const since = earlier(now, days(32))
  let after = ''
  for (;;) {
    const teams = await teamsToSweep(platform.db, { after, most: atOnce, since })
    for (const team of teams) await sweepTeam(platform, team, now)
    const last = teams.at(-1)
    if (!last || teams.length < atOnce) return
    after = last.teamId
  }
}

async function sweepTeam(platform: Platform, team: SweptTeam, now: Date): Promise<void> {
  const standing = standingAt(platform.config, standingFrom(team.subscriber, team.settings), now)
  const unsettled = meters.some((meter) => {
    const open = openIn(team, meter, standing)
    return needsSettling({ meter, standing, used: usedBy(team, meter, standing), because: 'limit' }, open)
  })
  if (unsettled) await platform.db.transaction((tx) => noteLimits(tx, platform, team.teamId, now))
  if (!standing.pace) return
  for (const meter of ['crawls', 'runs'] as const) {
    const progress = (used: number) => ({ used, limit: limitOf(standing.plan, meter), period: standing.period })
    const told = openIn(team, meter, standing).some(({ threshold }) => threshold === paceThreshold)
    if (told || !paceDue(progress(usedBy(team, meter, standing)), now)) continue
    await platform.db.transaction(async (tx) => {
      const used = await lockCounter(tx, team.teamId, meter, standing.period.startsAt)
      if (paceDue(progress(used), now)) {
        await raise(tx, platform, { teamId: team.teamId, meter, standing, used }, [paceThreshold], now)
      }
    })
  }
}

function usedBy({ counters, held }: SweptTeam, meter: Meter, { period }: StandingAt): number {
  if (!isUsedUp(meter)) return held[meter]
  const start = period.startsAt.getTime()
  return counters.find((one) => one.meter === meter && one.periodStart.getTime() === start)?.used ?? 0
}

const openIn = ({ open }: SweptTeam, meter: Meter, { period }: StandingAt) => {
  const start = (isUsedUp(meter) ? period.startsAt : always).getTime()
  return open.filter((one) => one.meter === meter && one.periodStart.getTime() === start)
}
