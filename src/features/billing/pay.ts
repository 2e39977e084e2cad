import { lockTeamRow } from '#access/leaving.queries.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import type { Recorder } from './apply-change.ts'
import { type Invoice, updateInvoice } from './invoice.queries.ts'
import { insertPayment, type PaymentsTable, paymentsOf } from './payment.queries.ts'
import { providerNamed, providerOf } from './providers/choose.ts'
import type { Outcome } from './providers/provider.ts'
import { accountOf, customerOf } from './queries.ts'
import { settle } from './settle.ts'

/** Begins a payment. It exists before anybody is asked for money, so that a crash in between is noticed and made good. */
export async function beginPayment(
  tx: Tx,
  { config }: Platform,
  invoice: Invoice,
  present: boolean,
  now: Date,
): Promise<PaymentsTable> {
  const provider = providerOf(config)
  const account = await accountOf(tx, invoice.team_id)
  const own = account.method_provider === provider.name
  const payment: PaymentsTable = {
    id: newId('pay'),
    team_id: invoice.team_id,
    invoice_id: invoice.id,
    attempt: (await paymentsOf(tx, invoice.id)).length + 1,
    provider: provider.name,
    ref: null,
    state: 'started',
    amount: invoice.total,
    method_ref: own ? account.method_ref : null,
    method_label: own ? account.method_label : null,
    confirm_url: null,
    reason: null,
    present,
    started_at: now,
    settled_at: null,
  }
  await insertPayment(tx, payment)
  await updateInvoice(tx, invoice.id, { next_try_at: null })
  return payment
}

/** Asks the provider for the money, outside any transaction. Throws `ProviderFault` when nobody knows what became of it. */
export async function askForMoney(
  platform: Platform,
  payment: PaymentsTable,
  invoice: Pick<Invoice, 'currency' | 'plan_id'>,
  now: Date,
): Promise<Outcome> {
  const provider = providerNamed(payment.provider)
  if (payment.ref) return provider.fetchCharge(platform, { ref: payment.ref, teamId: payment.team_id })
  const { db } = platform
  const account = await accountOf(db, payment.team_id)
  const same = account.method_ref === payment.method_ref
  const request = {
    ...{ paymentId: payment.id, teamId: payment.team_id, amount: payment.amount, currency: invoice.currency },
    customer: (await customerOf(db, payment.team_id, provider.name)) ?? null,
    method: payment.method_ref ? { ref: payment.method_ref, expiresAt: same ? account.method_expires_at : null } : null,
    ...{ present: payment.present, says: `AegisRunner: ${invoice.plan_id}` },
  }
  return provider.charge(platform, request, now)
}

/** Asks for the money and writes down what became of it; answers null when the team is gone. */
export async function carryOut(
  platform: Platform,
  payment: PaymentsTable,
  invoice: Invoice,
  now: Date,
  record?: Recorder,
): Promise<PaymentsTable | null> {
  const outcome = await askForMoney(platform, payment, invoice, now)
  return platform.db.transaction(async (tx) => {
    if (!(await lockTeamRow(tx, payment.team_id))) return null
    return settle(tx, platform, payment.id, outcome, now, record)
  })
}
