import { days, earlier } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { invoiceById } from './invoice.queries.ts'
import { returned } from './letters.ts'
import { noteSystem } from './note-system.ts'
import { type PaymentsTable, post } from './payment.queries.ts'
import type { Returned } from './providers/stripe-returns.ts'
import { insertReturn, lockReturn, moveReturn } from './return.queries.ts'
import { entriesBetween, isFurther, type ReturnKind, type ReturnState } from './returns.ts'
import { tell } from './tell.ts'
import { written } from './written-invoice.ts'

/**
 * Writes down that money of a payment went back, or how far that has come: on the invoice, in the ledger and the audit log, and in a letter
 * while the team is there. Told twice, late or out of order it changes nothing that lies further on already.
 */
export async function noteReturn(
  tx: Tx,
  platform: Platform,
  payment: Pick<PaymentsTable, 'invoice_id' | 'team_id' | 'provider'>,
  given: Returned,
  { teamThere, now }: { teamThere: boolean; now: Date },
): Promise<'done' | 'stale'> {
  const { ref, kind, state, amount, reason, at } = given
  const { team_id, invoice_id, provider } = payment
  const invoice = await invoiceById(tx, invoice_id)
  if (!invoice) throw new Error(`the invoice ${invoice_id} is gone`)
  const fresh = await insertReturn(tx, {
    team_id,
    provider,
    ref,
    invoice_id,
    kind,
    state,
    amount,
    reason,
    at,
    heard_at: now,
  })
  const before = fresh ? null : ((await lockReturn(tx, provider, ref))?.state ?? null)
  if (before && !isFurther(state, before)) return 'stale'
  if (before) await moveReturn(tx, { provider, ref }, { state, heard_at: now })
  const { currency, number } = invoice
  const posting = { id: `${ref}:${state}`, teamId: team_id, invoiceId: invoice_id, currency, at: now }
  await post(tx, posting, entriesBetween({ kind, amount }, before, state))
  const action = actionOf(kind, state)
  if (!action) return 'done'
  await noteSystem(tx, team_id, action, { target: { kind: 'invoice', id: invoice_id }, number, amount, reason }, now)
  if (teamThere) {
    const news = returned(invoice, given, await written(tx, platform, invoice))
    await tell(tx, platform, { ...news, id: `${ref}:${state}` }, now)
  }
  return 'done'
}

// A refund that is only under way is no news yet: it may still fail.
function actionOf(kind: ReturnKind, state: ReturnState): string | null {
  if (state === 'done') return 'billing.refunded'
  if (kind === 'refund') return state === 'failed' ? 'billing.refund_failed' : null
  return state === 'won' || state === 'lost' ? `billing.dispute_${state}` : 'billing.dispute_opened'
}

/** How far back the nightly look for returns goes: longer than any webhook is repeated. */
export const returnsSince = (now: Date): Date => earlier(now, days(7))
