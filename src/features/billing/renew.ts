import { planCatalogue } from '#access/entitlements.ts'
import { noteLimits } from '#features/usage/public.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { planName } from './apply-change.ts'
import { endSubscription } from './end-subscription.ts'
import { draftInvoice, issue } from './issue.ts'
import { planChanged } from './letters.ts'
import { noteSystem } from './note-system.ts'
import { beginPayment } from './pay.ts'
import { type LiveSubscription, renewed, saveWithPlan } from './plan-times.ts'
import { planWords, priceOf } from './quote.ts'
import { settleFree } from './settle.ts'
import type { Step } from './step.ts'
import { tell } from './tell.ts'

/** Begins the next period: the planned change, if any, its invoice, and the payment of it. */
export async function renew(tx: Tx, platform: Platform, before: LiveSubscription, now: Date): Promise<Step> {
  const planId = before.next_plan_id ?? before.plan_id
  const interval = before.next_interval ?? before.interval
  const plan = planCatalogue(platform.config).plans.find(({ id }) => id === planId)
  const price = plan ? priceOf(plan, interval) : null
  if (!plan || price === null) {
    // The operator sells it no longer, so nobody can be charged for it.
    await endSubscription(tx, platform, before, before.period_end, now)
    return 'done'
  }
  const after = renewed(before, price)
  await saveWithPlan(tx, after)
  const { team_id, period_start: startsAt, period_end: endsAt } = after
  const changed = before.next_plan_id !== null
  const from = planWords(planName(platform, before.plan_id), before.interval)
  const words = planWords(plan.name, interval)
  await noteSystem(
    tx,
    team_id,
    'billing.renewed',
    { ...(changed && { changes: { plan: { from, to: words } } }), until: endsAt },
    now,
  )
  if (changed) {
    await noteLimits(tx, platform, team_id, now)
    await tell(
      tx,
      platform,
      planChanged(team_id, startsAt.toISOString(), { from, to: plan.name, interval, at: null }),
      now,
    )
  }
  const what = { team_id, cause: 'renewal', total: price, plan_id: planId, interval, change: null } as const
  const draft = await draftInvoice(tx, platform, what, [{ description: words, amount: price, startsAt, endsAt }], now)
  if (price === 0) {
    await settleFree(tx, platform, draft, now)
    return 'done'
  }
  const invoice = await issue(tx, draft, now, now)
  return { payment: await beginPayment(tx, platform, invoice, false, now), invoice }
}
