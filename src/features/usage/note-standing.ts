import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { settleAlerts } from './alerts.ts'
import { type HeldMeter, isUsedUp, type Meter, meters } from './meters.ts'
import { heldBy, lockCounter, setStanding } from './queries.ts'
import { freshStanding, knownStanding, type StandingAt, standingAt } from './standing.ts'

/** Notes how many projects or members a team holds now, for its alerts. The caller holds the lock on the team's row. */
export async function noteStanding(
  tx: Tx,
  platform: Platform,
  teamId: string,
  meter: HeldMeter,
  count: number,
  now: Date,
): Promise<void> {
  await setStanding(tx, teamId, meter, count)
  const standing = standingAt(platform.config, await knownStanding(platform, tx, teamId), now)
  await settleAlerts(tx, platform, { teamId, meter, standing, used: count, because: 'count' }, now)
}

/** Brings all alerts of a team in line after its plan has changed, also within this very transaction. */
export async function noteLimits(tx: Tx, platform: Platform, teamId: string, now: Date): Promise<void> {
  const standing = standingAt(platform.config, await freshStanding(tx, teamId), now)
  const held = await heldBy(tx, teamId)
  for (const meter of meters) {
    const used = await countOf(tx, { teamId, meter, standing }, held)
    await settleAlerts(tx, platform, { teamId, meter, standing, used, because: 'limit' }, now)
  }
}

const countOf = async (
  tx: Tx,
  { teamId, meter, standing }: { teamId: string; meter: Meter; standing: StandingAt },
  held: Record<HeldMeter, number>,
): Promise<number> => (isUsedUp(meter) ? lockCounter(tx, teamId, meter, standing.period.startsAt) : held[meter])
