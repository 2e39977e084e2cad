import { later } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { enqueue } from '#platform/jobs/job.ts'
import type { Platform } from '#platform/platform.ts'
import { applyChange, type Recorder } from './apply-change.ts'
import { type Invoice, invoiceById, unsettledInvoices, updateInvoice } from './invoice.queries.ts'
import { issue, markPaid } from './issue.ts'
import { receipt, transferDue } from './letters.ts'
import { noteSystem } from './note-system.ts'
import { noteFailure } from './past-due.ts'
import { movePayment, type PaymentsTable, paymentById } from './payment.queries.ts'
import { saveWithPlan } from './plan-times.ts'
import type { Outcome } from './providers/provider.ts'
import { subscriptionOf } from './queries.ts'
import { reportTax } from './report-tax.job.ts'
import { transferTime } from './rules.ts'
import { tell } from './tell.ts'
import { written } from './written-invoice.ts'

/**
 * Writes down what became of a payment and everything that follows from it. May be told the same twice, late and in any order: what is settled
 * stays. The caller holds the lock on the team. `record` writes the audit row of a change of plan where a person is there who made it.
 */
export async function settle(
  tx: Tx,
  platform: Platform,
  paymentId: string,
  outcome: Outcome,
  now: Date,
  record?: Recorder,
): Promise<PaymentsTable> {
  const payment = await needed(paymentById(tx, paymentId))
  const invoice = await needed(invoiceById(tx, payment.invoice_id))
  if (payment.state === 'paid' || payment.state === 'failed') return payment
  const change = changeBy(outcome, now)
  if (change) await movePayment(tx, payment.id, change)
  const moved = { ...payment, ...change }
  if (outcome.state === 'paid') await paid(tx, platform, invoice, moved, now, record)
  if (outcome.state === 'awaited' && payment.state !== 'awaited') await onTrust(tx, platform, invoice, now, record)
  const news = outcome.state === 'failed' || (outcome.state === 'confirm' && payment.state !== 'confirm')
  if (!news) return moved
  if (invoice.status === 'open') await noteFailure(tx, platform, invoice, moved, now)
  if (invoice.status === 'draft' && outcome.state === 'failed')
    await updateInvoice(tx, invoice.id, { status: 'void', settled_at: now })
  return moved
}

function changeBy(outcome: Outcome, now: Date) {
  const { ref } = outcome
  if (outcome.state === 'paid') return { state: 'paid', ref, confirm_url: null, settled_at: now } as const
  if (outcome.state === 'failed') {
    return { state: 'failed', ...(ref && { ref }), confirm_url: null, reason: outcome.reason, settled_at: now } as const
  }
  if (outcome.state === 'confirm') return { state: 'confirm', ref, confirm_url: outcome.url } as const
  return outcome.state === 'started' ? { ref: outcome.ref } : ({ state: 'awaited', ref: outcome.ref } as const)
}

async function paid(
  tx: Tx,
  platform: Platform,
  unpaid: Invoice,
  payment: Pick<PaymentsTable, 'method_label'>,
  now: Date,
  record: Recorder | undefined,
): Promise<void> {
  const issued = unpaid.status === 'draft' ? await issue(tx, unpaid, now, now) : unpaid
  const invoice = await markPaid(tx, issued, now)
  if (unpaid.status === 'draft') await applyChange(tx, platform, invoice, now, record)
  else await recovered(tx, invoice.team_id)
  const target = { kind: 'invoice', id: invoice.id }
  await noteSystem(
    tx,
    invoice.team_id,
    'billing.invoice_paid',
    { target, number: invoice.number, total: invoice.total },
    now,
  )
  const { id, tax_ref: ref } = invoice
  if (ref) await enqueue(tx, reportTax, { ref, invoice: id })
  const paidBy = payment.method_label ?? 'bank transfer'
  await tell(tx, platform, receipt(invoice, paidBy, await written(tx, platform, invoice)), now)
}

/** An invoice by bank transfer goes out, and what it pays for begins, before the money is there. */
async function onTrust(
  tx: Tx,
  platform: Platform,
  unpaid: Invoice,
  now: Date,
  record: Recorder | undefined,
): Promise<void> {
  const dueAt = later(now, transferTime)
  const issued = unpaid.status === 'draft' ? await issue(tx, unpaid, dueAt, now) : unpaid
  await updateInvoice(tx, issued.id, { due_at: dueAt, next_try_at: dueAt })
  const invoice = { ...issued, due_at: dueAt }
  if (unpaid.status === 'draft') await applyChange(tx, platform, invoice, now, record)
  await tell(tx, platform, transferDue(invoice, await written(tx, platform, invoice)), now)
}

/** Settles what costs nothing, without any payment. */
export async function settleFree(
  tx: Tx,
  platform: Platform,
  draft: Invoice,
  now: Date,
  record?: Recorder,
): Promise<void> {
  const invoice = await markPaid(tx, await issue(tx, draft, now, now), now)
  if (draft.cause === 'change') await applyChange(tx, platform, invoice, now, record)
}

/** The days of grace are over as soon as nothing is owed any more. */
async function recovered(tx: Tx, teamId: string): Promise<void> {
  const row = await subscriptionOf(tx, teamId)
  const owed = await unsettledInvoices(tx, teamId)
  if (row.status !== 'past_due' || owed.some(({ status }) => status === 'open')) return
  await saveWithPlan(tx, { ...row, status: 'active', past_due_since: null, grace_ends_at: null })
}

async function needed<T>(found: Promise<T | undefined>): Promise<T> {
  const row = await found
  if (row === undefined) throw new Error('a payment or its invoice is gone')
  return row
}
