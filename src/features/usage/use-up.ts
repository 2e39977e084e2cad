import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { raiseCrossed } from './alerts.ts'
import type { LimitReached } from './limit-reached.ts'
import { limitOf, type UsedMeter } from './meters.ts'
import { countUse, usedIn } from './queries.ts'
import { knownStanding, standingAt } from './standing.ts'
import { sumUpSoon } from './sum-up.ts'

/** One use of something that is counted per period. */
export interface Using {
  teamId: string
  meter: UsedMeter
  /** One unless told. */
  amount?: number
  /** Whatever is told twice under one id in a team is counted once. */
  eventId: string
  projectId?: string | null
  keyId?: string | null
}

/**
 * Counts one crawl or run in the caller's transaction: it is counted if and only if that commits, exactly once per event id, and never
 * beyond the limit, however many nodes count at once. An answer means that it does not fit and nothing was counted.
 */
export async function useUp(tx: Tx, platform: Platform, using: Using, now: Date): Promise<LimitReached | null> {
  const { teamId, meter, amount = 1, eventId, projectId = null, keyId = null } = using
  if (!Number.isSafeInteger(amount) || amount < 1) throw new Error(`${amount} is no amount of use`)
  const standing = standingAt(platform.config, await knownStanding(platform, tx, teamId), now)
  const { plan, period } = standing
  const limit = limitOf(plan, meter)
  const use = { teamId, meter, amount, eventId, at: now, periodStart: period.startsAt, projectId, keyId }
  const { fresh, used } = await countUse(tx, use, limit)
  if (!fresh) return null
  tx.afterCommit(() => sumUpSoon(platform))
  if (used !== null) {
    await raiseCrossed(tx, platform, { teamId, meter, standing, from: used - amount, to: used }, now)
    return null
  }
  const before = (await usedIn(tx, teamId, period.startsAt))[meter] ?? 0
  return { meter, limit: limit ?? 0, used: before, resetsAt: period.endsAt, plan: plan.name }
}
