import { planCatalogue } from '#access/entitlements.ts'
import type { Plan } from '#access/plan-catalogue.ts'
import type { Platform } from '#platform/platform.ts'
import { live } from './plan-times.ts'
import type { SubscriptionsTable } from './queries.ts'
import { forSale, priceOf, type Quote, quoteOf, type Running } from './quote.ts'
import type { changeRefusals } from './refusals.ts'
import type { Interval } from './rules.ts'

/** A plan that can be bought this way, with its price. */
export interface Wanted {
  plan: Plan
  interval: Interval
  price: number
}

/** The plan somebody named, or why it cannot be had. Prices are the catalogue's, never the request's. */
export function wantedPlan(
  { config }: Platform,
  { planId, interval }: { planId: string; interval: Interval },
): Wanted | Extract<keyof typeof changeRefusals, `plan_${string}` | 'nothing_for_sale'> {
  const catalogue = planCatalogue(config)
  if (forSale(catalogue).length === 0) return 'nothing_for_sale'
  const plan = catalogue.plans.find(({ id }) => id === planId)
  if (!plan) return 'plan_unknown'
  if (plan.id === catalogue.basic) return 'plan_basic'
  const price = priceOf(plan, interval)
  return price === null || !forSale(catalogue).includes(plan) ? 'plan_not_sold' : { plan, interval, price }
}

/** What the change costs at this instant; null where it is no change. */
export function quoteFor(platform: Platform, row: SubscriptionsTable, wanted: Wanted, at: Date): Quote | null {
  const running = live(row)
  if (running?.plan_id === wanted.plan.id && running.interval === wanted.interval) return null
  return quoteOf(running && runningOf(platform, running), wanted, at)
}

function runningOf({ config }: Platform, row: NonNullable<ReturnType<typeof live>>): Running {
  const { plan_id: id, interval, price, anchor_at, period_start, period_end } = row
  const name = planCatalogue(config).plans.find((plan) => plan.id === id)?.name ?? id
  return { plan: { id, name }, interval, price, anchorAt: anchor_at, periodStart: period_start, periodEnd: period_end }
}
