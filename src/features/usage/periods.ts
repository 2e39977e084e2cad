import { planPeriodAt, type Subscriber } from '#access/entitlements.ts'

/** A stretch of time in which crawls and runs are counted together; `endsAt` is the first instant of the next. */
export interface Period {
  startsAt: Date
  endsAt: Date
}

/** What stands for the period of things that are held rather than used up. */
export const always = new Date(0)

/**
 * The period this instant is in: a month from the anchor, shorter where the next begins early because a trial or a plan ends. Whatever
 * begins anew begins with nothing used, so the fourteen days of a trial do not use up the first month of the plan after it.
 */
export function periodAt(subscriber: Subscriber, now: Date): Period {
  const anchor = anchorAt(subscriber, now)
  const month = wholeMonths(anchor, now)
  const monthEnds = monthsAfter(anchor, month + 1)
  const early = turns(subscriber)
    .filter((at) => at > now && at < monthEnds && anchorAt(subscriber, at).getTime() !== anchor.getTime())
    .sort(byTime)
  return { startsAt: monthsAfter(anchor, month), endsAt: early[0] ?? monthEnds }
}

/** From where months are counted: the plan's anchor; outside any chosen plan the end of what came before, else the team's first instant. */
function anchorAt(subscriber: Subscriber, now: Date): Date {
  const chosen = planPeriodAt(subscriber, now)
  if (chosen) return chosen.anchorAt
  const ended = [subscriber.trialEndsAt, ...subscriber.planPeriods.map(({ endsAt }) => endsAt)]
  const past = ended.filter((at): at is Date => at !== null && at <= now).sort(byTime)
  return past.at(-1) ?? subscriber.createdAt
}

/** Every instant at which a team's plan may change. */
const turns = ({ trialEndsAt, planPeriods }: Subscriber): Date[] =>
  [trialEndsAt, ...planPeriods.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])].filter((at) => at !== null)

/** The same day and time `n` months later; the month's last day where it has no such day. Counted from the anchor, so it never drifts. */
export function monthsAfter(anchor: Date, n: number): Date {
  const [year, month] = [anchor.getUTCFullYear(), anchor.getUTCMonth() + n]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const found = new Date(anchor)
  found.setUTCFullYear(year, month, Math.min(anchor.getUTCDate(), lastDay))
  return found
}

function wholeMonths(anchor: Date, now: Date): number {
  const months = (now.getUTCFullYear() - anchor.getUTCFullYear()) * 12 + now.getUTCMonth() - anchor.getUTCMonth()
  return monthsAfter(anchor, months) > now ? months - 1 : months
}

const byTime = (one: Date, other: Date): number => one.getTime() - other.getTime()
