import { replanFrom } from '#access/plan-period.queries.ts'
import type { Tx } from '#platform/db/db.ts'
import { type SubscriptionsTable, saveSubscription } from './queries.ts'
import { nextEnd } from './rules.ts'

/** A subscription that goes on: paid, or in its days of grace. */
export interface LiveSubscription extends SubscriptionsTable {
  status: 'active' | 'past_due'
  plan_since: Date
  anchor_at: Date
  period_start: Date
  period_end: Date
}

/** The subscription when it goes on. */
export const live = (row: SubscriptionsTable): LiveSubscription | null =>
  row.status === 'active' || row.status === 'past_due' ? (row as LiveSubscription) : null

/** When the plan ends as things stand; null: until further notice. */
export function planEnds(row: LiveSubscription): Date | null {
  if (row.ends_at_period)
    return row.grace_ends_at && row.grace_ends_at < row.period_end ? row.grace_ends_at : row.period_end
  return row.grace_ends_at
}

/**
 * Writes a subscription and what follows from it for the team's plan, now and at every instant to come: so a plan changes at the right moment
 * whether or not a job runs then.
 */
export async function saveWithPlan(tx: Tx, row: SubscriptionsTable): Promise<SubscriptionsTable> {
  const saved = await saveSubscription(tx, row)
  const goes = live(row)
  if (!goes) return saved
  const { plan_id: planId, plan_since: startsAt, anchor_at: anchorAt, period_end } = goes
  const ends = planEnds(goes)
  const next = ends === null && goes.next_plan_id && goes.next_interval ? goes.next_plan_id : null
  const nextAnchor = goes.next_interval === goes.interval ? anchorAt : period_end
  await replanFrom(tx, row.team_id, startsAt, [
    { planId, startsAt, endsAt: next ? period_end : ends, anchorAt },
    ...(next ? [{ planId: next, startsAt: period_end, endsAt: null, anchorAt: nextAnchor }] : []),
  ])
  return saved
}

/** The subscription with its next period begun, and the change that was planned for then. */
export function renewed(row: LiveSubscription, price: number): LiveSubscription {
  const interval = row.next_interval ?? row.interval
  const anchor = interval === row.interval ? row.anchor_at : row.period_end
  const changes = row.next_plan_id !== null && row.next_plan_id !== row.plan_id
  return {
    ...row,
    ...{ plan_id: row.next_plan_id ?? row.plan_id, interval, price, anchor_at: anchor },
    // The same plan paid by the year is the same stretch of that plan unless its months are counted anew.
    plan_since: changes || anchor !== row.anchor_at ? row.period_end : row.plan_since,
    ...{ period_start: row.period_end, period_end: nextEnd(anchor, interval, row.period_end) },
    ...{ next_plan_id: null, next_interval: null },
  }
}

/** The subscription ended. */
export const ended = (row: SubscriptionsTable): SubscriptionsTable => ({
  ...row,
  status: 'canceled',
  ...{ ends_at_period: false, next_plan_id: null, next_interval: null, past_due_since: null, grace_ends_at: null },
})
