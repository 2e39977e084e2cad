import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'
import { isUsedUp, limitOf, type Meter, meters } from './meters.ts'
import { heldBy, usedIn } from './queries.ts'
import { freshStanding, type StandingAt, standingAt } from './standing.ts'

/** One bar of the Usage tab. */
export interface MeterView {
  meter: Meter
  used: number
  /** Null: no limit. */
  limit: number | null
  /** Whole percent of the limit, rounded down so that 100 means reached; null without a limit. */
  percent: number | null
  /** When it begins anew; null for what is held. */
  resetsAt: Date | null
}

/** All meters of a team, in the order of the Usage tab. */
export const usageMeters = async (on: Reader, config: Config, teamId: string, now: Date): Promise<MeterView[]> =>
  metersAt(on, teamId, standingAt(config, await freshStanding(on, teamId), now))

/** The same where it is known already what they follow from. */
export async function metersAt(on: Reader, teamId: string, { plan, period }: StandingAt): Promise<MeterView[]> {
  const counts: Partial<Record<Meter, number>> = {
    ...(await heldBy(on, teamId)),
    ...(await usedIn(on, teamId, period.startsAt)),
  }
  return meters.map((meter) => {
    const [used, limit] = [counts[meter] ?? 0, limitOf(plan, meter)]
    return { meter, used, limit, percent: percentOf(used, limit), resetsAt: isUsedUp(meter) ? period.endsAt : null }
  })
}

/** Whole percent, rounded down. A limit of none that is used at all is full. */
export const percentOf = (used: number, limit: number | null): number | null => {
  if (limit === null) return null
  return limit === 0 ? (used > 0 ? 100 : 0) : Math.floor((used / limit) * 100)
}

/** The same for programs, as a header on answers to keys: `runs;used=12;limit=50;resets=1772355600`, one member per meter. */
export const usageHeaders = (views: readonly MeterView[]): Record<string, string> => ({
  'X-AegisRunner-Usage': views
    .map(({ meter, used, limit, resetsAt }) =>
      [
        meter,
        `used=${used}`,
        ...(limit === null ? [] : [`limit=${limit}`]),
        ...(resetsAt ? [`resets=${Math.floor(resetsAt.getTime() / 1000)}`] : []),
      ].join(';'),
    )
    .join(', '),
})
