import type { Plan, PlanCatalogue } from '#access/plan-catalogue.ts'
import { type Interval, nextEnd, unused } from './rules.ts'

/** A line of an invoice; what is given back is negative. */
export interface Line {
  description: string
  amount: number
  startsAt: Date
  endsAt: Date
}

/** A subscription that goes on, as far as a change of it is reckoned. */
export interface Running {
  plan: Pick<Plan, 'id' | 'name'>
  interval: Interval
  /** What was paid for the present period. */
  price: number
  anchorAt: Date
  periodStart: Date
  periodEnd: Date
}

/** What a change costs and when it happens. Made before it is confirmed, and again when it is. */
export interface Quote {
  /** `start`: from nothing; `now`: at once, prorated; `renewal`: at the end of what is paid. */
  kind: 'start' | 'now' | 'renewal'
  effectiveAt: Date
  lines: Line[]
  /** To be paid at once. */
  total: number
  anchorAt: Date
  periodStart: Date
  periodEnd: Date
  /** What a whole period costs from then on. */
  price: number
  next: { at: Date; amount: number }
}

/** The price of a plan; null when it is not sold this way. */
export const priceOf = (plan: Plan, interval: Interval): number | null =>
  interval === 'year' ? plan.yearlyPrice : plan.monthlyPrice

/** The plans that can be bought. */
export const forSale = ({ plans, basic }: PlanCatalogue): Plan[] =>
  plans.filter((plan) => plan.id !== basic && ((plan.monthlyPrice ?? 0) > 0 || (plan.yearlyPrice ?? 0) > 0))

/** “Pro, monthly”. */
export const planWords = (name: string, interval: Interval): string =>
  `${name}, ${interval === 'year' ? 'yearly' : 'monthly'}`

/**
 * What it costs to go to a plan at this instant. More for the same length of period acts at once: the unused part of the old is given back, the
 * same part of the new is charged. From monthly to yearly likewise, with a new year beginning. Everything else waits for the renewal, so
 * nothing is ever paid back.
 */
export function quoteOf(
  running: Running | null,
  wanted: { plan: Plan; interval: Interval; price: number },
  now: Date,
): Quote {
  const { plan, interval, price } = wanted
  const words = planWords(plan.name, interval)
  const whole = (from: Date): Quote => {
    const periodEnd = nextEnd(from, interval, from)
    const period = { startsAt: from, endsAt: periodEnd }
    const lines = [{ description: words, amount: price, ...period }]
    return {
      ...{ kind: 'start', effectiveAt: from, lines, total: price, anchorAt: from, price },
      ...{ periodStart: from, periodEnd, next: { at: periodEnd, amount: price } },
    }
  }
  if (!running) return whole(now)

  const { periodStart, periodEnd, anchorAt } = running
  const period = { start: periodStart, end: periodEnd }
  const back = {
    description: `Unused time of ${planWords(running.plan.name, running.interval)}`,
    amount: -unused(running.price, period, now),
    startsAt: now,
    endsAt: periodEnd,
  }
  if (running.interval === interval && price > running.price) {
    const amount = unused(price, period, now)
    const lines = [back, { description: `Remaining time of ${words}`, amount, startsAt: now, endsAt: periodEnd }]
    const next = { at: periodEnd, amount: price }
    return {
      ...{ kind: 'now', effectiveAt: now, lines, total: amount + back.amount },
      ...{ anchorAt, periodStart, periodEnd, price, next },
    }
  }
  const year = whole(now)
  const dearer = (plan.monthlyPrice ?? price) >= running.price
  if (running.interval === 'month' && interval === 'year' && dearer && year.total + back.amount >= 0) {
    return { ...year, kind: 'now', lines: [back, ...year.lines], total: year.total + back.amount }
  }
  const anchor = interval === running.interval ? anchorAt : periodEnd
  return {
    ...{ kind: 'renewal', effectiveAt: periodEnd, lines: [], total: 0, anchorAt: anchor, periodStart: periodEnd },
    ...{ periodEnd: nextEnd(anchor, interval, periodEnd), price, next: { at: periodEnd, amount: price } },
  }
}
