import { planCatalogue } from '#access/entitlements.ts'
import { replanFrom } from '#access/plan-period.queries.ts'
import { noteLimits } from '#features/usage/public.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { planName } from './apply-change.ts'
import { dropped } from './drop-payment.ts'
import { unsettledInvoices, updateInvoice } from './invoice.queries.ts'
import { giveUp } from './issue.ts'
import { planEnding } from './letters.ts'
import { noteSystem } from './note-system.ts'
import { paymentsOf } from './payment.queries.ts'
import { ended, type LiveSubscription } from './plan-times.ts'
import { saveSubscription } from './queries.ts'
import { settle } from './settle.ts'
import { tell } from './tell.ts'

/**
 * Ends a subscription at an instant that has come: the team is on the basic plan from then on, nothing of it is lost, and what is still owed is
 * given up. Where a payment comes through in the last moment, nothing ends.
 */
export async function endSubscription(
  tx: Tx,
  platform: Platform,
  running: LiveSubscription,
  at: Date,
  now: Date,
): Promise<void> {
  const { team_id } = running
  for (const invoice of await unsettledInvoices(tx, team_id)) {
    const last = (await paymentsOf(tx, invoice.id)).at(-1)
    if (last && ['started', 'confirm', 'awaited'].includes(last.state)) {
      const outcome = await dropped(platform, last)
      await settle(tx, platform, last.id, outcome, now)
      if (outcome.state === 'paid') return
    }
    if (invoice.status === 'open') await giveUp(tx, invoice, now)
    else await updateInvoice(tx, invoice.id, { status: 'void', settled_at: now })
  }
  await saveSubscription(tx, ended(running))
  await replanFrom(tx, team_id, at, [])
  await noteLimits(tx, platform, team_id, now)
  const plan = planName(platform, running.plan_id)
  const { plans, basic } = planCatalogue(platform.config)
  const toName = plans.find(({ id }) => id === basic)?.name ?? basic
  await noteSystem(tx, team_id, 'billing.ended', { changes: { plan: { from: plan, to: toName } }, at }, now)
  await tell(
    tx,
    platform,
    planEnding(team_id, `ended:${at.toISOString()}`, { plan, basic: toName, what: 'ended', at }),
    now,
  )
}
