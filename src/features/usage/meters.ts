import type { Plan } from '#access/plan-catalogue.ts'

/** What is used up and begins anew with each period. */
export type UsedMeter = 'crawls' | 'runs'

/** What is held: it stays until somebody gives it up. */
export type HeldMeter = 'projects' | 'members'

/** Everything a plan counts. */
export type Meter = UsedMeter | HeldMeter

/** In the order of the Usage tab. */
export const meters: readonly Meter[] = ['projects', 'crawls', 'runs', 'members']

/** Whether a meter begins anew with each period. */
export const isUsedUp = (meter: Meter): meter is UsedMeter => meter === 'crawls' || meter === 'runs'

/** What a plan allows of it; null is no limit. */
export const limitOf = (plan: Plan, meter: Meter): number | null =>
  ({
    projects: plan.projects,
    crawls: plan.crawlsPerPeriod,
    runs: plan.runsPerPeriod,
    members: plan.members,
  })[meter]

/** What it is called in a sentence. */
export const nameOf: Readonly<Record<Meter, string>> = {
  projects: 'projects',
  crawls: 'crawls',
  runs: 'test runs',
  members: 'team members',
}

/** The first count that reaches this percentage of a limit. */
export const reachedAt = (limit: number, percent: number): number => Math.ceil((limit * percent) / 100)

/** Percentages every team is told of: warning, urgent, limit reached. */
export const commonThresholds = [80, 90, 100] as const

/** The percentages of `thresholds` that `used` has reached, smallest first. */
export const reached = (limit: number | null, used: number, thresholds: readonly number[]): number[] =>
  limit === null || used === 0
    ? []
    : [...thresholds].sort((one, other) => one - other).filter((percent) => used >= reachedAt(limit, percent))

/** Those that were reached between two counts. */
export const crossed = (
  limit: number | null,
  { from, to }: { from: number; to: number },
  thresholds: readonly number[],
): number[] => {
  const before = new Set(reached(limit, from, thresholds))
  return reached(limit, to, thresholds).filter((percent) => !before.has(percent))
}
