import { entitlements, planCatalogue, type Subscriber } from '#access/entitlements.ts'
import type { Plan } from '#access/plan-catalogue.ts'
import type { Reader } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { commonThresholds } from './meters.ts'
import { type Period, periodAt } from './periods.ts'
import { storedStanding } from './standing.queries.ts'

/** What a team's limits and alerts follow from; it changes rarely, so it is kept in memory. */
export interface Standing {
  subscriber: Subscriber
  thresholds: readonly number[]
  pace: boolean
}

/** The same at one instant. */
export interface StandingAt extends Standing {
  plan: Plan
  period: Period
}

/** Reads it anew, also what the caller's own transaction has just changed. Throws for a team that does not exist. */
export async function freshStanding(on: Reader, teamId: string): Promise<Standing> {
  const stored = await storedStanding(on, teamId)
  if (!stored) throw new Error(`there is no team ${teamId}`)
  return standingFrom(stored.subscriber, stored.settings)
}

/** The same of what was read already; `settings` undefined of a team that made no alerts of its own. */
export const standingFrom = (
  subscriber: Subscriber,
  settings: { thresholds: readonly number[]; pace: boolean } | undefined,
): Standing => ({
  subscriber,
  thresholds: [...new Set([...commonThresholds, ...(settings?.thresholds ?? [])])],
  pace: settings?.pace ?? true,
})

/** How it is at this instant: time itself switches plans and periods. */
export function standingAt(config: Platform['config'], standing: Standing, now: Date): StandingAt {
  const { basic, trial } = planCatalogue(config)
  // Where the trial gives what everybody has anyway, there is none: nothing ends with it.
  const subscriber = trial === basic ? { ...standing.subscriber, trialEndsAt: null } : standing.subscriber
  const plan = entitlements(config, subscriber, now)
  return { ...standing, subscriber, plan, period: periodAt(subscriber, now) }
}

const most = 20_000
const kept = new WeakMap<Platform, { read(on: Reader, teamId: string): Promise<Standing> }>()

/** The same from memory, while this node hears of every change of the team's plan and settings (decisions/0004). */
export function knownStanding(platform: Platform, on: Reader, teamId: string): Promise<Standing> {
  const cache = kept.get(platform) ?? newCache(platform)
  kept.set(platform, cache)
  return cache.read(on, teamId)
}

function newCache({ changes }: Platform) {
  const teams = new Map<string, Standing>()
  let epoch = 0
  changes.subscribe((what) => {
    if (what === '*') teams.clear()
    if (what.startsWith('team:')) teams.delete(what.slice('team:'.length))
    if (what === '*' || what.startsWith('team:')) epoch += 1
  })
  return {
    async read(on: Reader, teamId: string): Promise<Standing> {
      const known = changes.reliable ? teams.get(teamId) : undefined
      if (known) return known
      const before = epoch
      const standing = await freshStanding(on, teamId)
      // Read while something changed: it may be old already.
      if (before === epoch && changes.reliable) {
        if (teams.size >= most) teams.clear()
        teams.set(teamId, standing)
      }
      return standing
    },
  }
}
