import { planCatalogue } from '#access/entitlements.ts'
import { replanFrom } from '#access/plan-period.queries.ts'
import type { Tx } from '#platform/db/db.ts'
import { enqueue } from '#platform/jobs/job.ts'
import type { Platform } from '#platform/platform.ts'
import { planName } from './apply-change.ts'
import { forgetCard } from './forget-card.job.ts'
import { unsettledInvoices, updateInvoice } from './invoice.queries.ts'
import { giveUp } from './issue.ts'
import { noteSystem } from './note-system.ts'
import { movePayment, paymentsOf } from './payment.queries.ts'
import { ended, live } from './plan-times.ts'
import { accountOf, saveAccount, saveSubscription, subscriptionOf } from './queries.ts'

/**
 * Ends everything about the money of a team that goes: what is owed is given up, the subscription is over and renews no more, and the card is
 * forgotten at the provider as well. The caller holds the team's lock. Done twice, the second time finds nothing left.
 */
export async function endWithTeam(tx: Tx, platform: Platform, teamId: string, now: Date): Promise<void> {
  for (const invoice of await unsettledInvoices(tx, teamId)) {
    const last = (await paymentsOf(tx, invoice.id)).at(-1)
    if (last?.state === 'confirm' || last?.state === 'awaited') {
      await movePayment(tx, last.id, { state: 'failed', reason: 'The team was deleted.', settled_at: now })
    }
    if (invoice.status === 'open') await giveUp(tx, invoice, now)
    else await updateInvoice(tx, invoice.id, { status: 'void', settled_at: now })
  }
  const running = live(await subscriptionOf(tx, teamId))
  if (running) {
    await saveSubscription(tx, ended(running))
    await replanFrom(tx, teamId, now, [])
    const plan = {
      from: planName(platform, running.plan_id),
      to: planName(platform, planCatalogue(platform.config).basic),
    }
    await noteSystem(tx, teamId, 'billing.ended', { changes: { plan }, at: now }, now)
  }
  const { method_provider: provider, method_ref: ref } = await accountOf(tx, teamId)
  if (!provider || !ref) return
  await saveAccount(tx, teamId, {
    ...{ method_provider: null, method_ref: null, method_label: null },
    ...{ method_expires_at: null, method_warned_for: null },
  })
  await enqueue(tx, forgetCard, { provider, ref })
}
