import { days, later } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { type Invoice, updateInvoice } from './invoice.queries.ts'
import { failed } from './letters.ts'
import { noteSystem } from './note-system.ts'
import { type PaymentsTable, paymentsOf } from './payment.queries.ts'
import { live, saveWithPlan } from './plan-times.ts'
import { subscriptionOf } from './queries.ts'
import { grace, nextTry } from './rules.ts'
import { tell } from './tell.ts'

/** A payment of an open invoice failed or must be confirmed: the days of grace begin with the first, the next try is set, people are told. */
export async function noteFailure(
  tx: Tx,
  platform: Platform,
  invoice: Invoice,
  payment: PaymentsTable,
  now: Date,
): Promise<void> {
  const running = live(await subscriptionOf(tx, invoice.team_id))
  if (!running) return
  const since = running.past_due_since ?? now
  const graceEndsAt = running.grace_ends_at ?? later(now, grace)
  if (running.status === 'active') {
    await saveWithPlan(tx, { ...running, status: 'past_due', past_due_since: since, grace_ends_at: graceEndsAt })
  }
  const tries = (await paymentsOf(tx, invoice.id)).filter(({ state }) => state === 'failed').length
  const planned = payment.state === 'failed' ? nextTry(since, tries) : null
  const next = planned && planned < graceEndsAt ? (planned > now ? planned : later(now, days(1))) : null
  await updateInvoice(tx, invoice.id, { next_try_at: next })
  const { id, number } = invoice
  const details = { target: { kind: 'invoice', id }, number, reason: payment.reason, graceEndsAt, nextTryAt: next }
  await noteSystem(tx, invoice.team_id, 'billing.payment_failed', details, now)
  await tell(tx, platform, failed(invoice, payment, { graceEndsAt, next }), now)
}
