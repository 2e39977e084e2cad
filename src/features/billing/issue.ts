import { planCatalogue } from '#access/entitlements.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { type Invoice, insertInvoice, takeNumber, updateInvoice } from './invoice.queries.ts'
import { post } from './payment.queries.ts'
import { providerOf } from './providers/choose.ts'
import { accountOf, teamNameOf } from './queries.ts'
import type { Line } from './quote.ts'
import { taxOn, taxTotal } from './tax.ts'

/**
 * Writes an invoice as a draft: nothing is owed and no number is used until it is issued. What is given is before tax; where the provider
 * reckons tax, it is added here. Throws `ProviderFault` when it cannot be asked.
 */
export async function draftInvoice(
  tx: Tx,
  platform: Platform,
  what: Pick<Invoice, 'team_id' | 'cause' | 'total' | 'plan_id' | 'interval' | 'change'>,
  lines: readonly Line[],
  now: Date,
): Promise<Invoice> {
  const { config } = platform
  const { currency } = planCatalogue(config)
  const says = lines.at(-1)?.description ?? what.plan_id
  const reckoned = await taxOn(tx, platform, { teamId: what.team_id, amount: what.total, currency, says })
  const tax = taxTotal(reckoned)
  const { name, address, country, tax_id, po_number } = await accountOf(tx, what.team_id)
  const invoice: Invoice = {
    id: newId('inv'),
    ...what,
    total: what.total + tax,
    ...{ tax, tax_ref: reckoned?.ref ?? null },
    number: null,
    status: 'draft',
    currency,
    billed_to: { team: await teamNameOf(tx, what.team_id), name, address, country, taxId: tax_id, poNumber: po_number },
    provider: providerOf(config).name,
    created_at: now,
    issued_at: null,
    due_at: null,
    settled_at: null,
    next_try_at: null,
  }
  await insertInvoice(tx, invoice, lines, reckoned?.lines ?? [])
  return invoice
}

/** Issues a draft: it gets its number and stands in the ledger as owed. */
export async function issue(tx: Tx, invoice: Invoice, dueAt: Date, now: Date): Promise<Invoice> {
  const year = now.getUTCFullYear()
  const number = `${year}-${String(await takeNumber(tx, year)).padStart(6, '0')}`
  const change = { number, status: 'open', issued_at: now, due_at: dueAt } as const
  await updateInvoice(tx, invoice.id, change)
  await post(tx, posting(invoice, 'issued', now), [
    ['receivable', invoice.total],
    ['revenue', invoice.tax - invoice.total],
    ['tax', -invoice.tax],
  ])
  return { ...invoice, ...change }
}

/** Ends an open invoice as paid. */
export async function markPaid(tx: Tx, invoice: Invoice, now: Date): Promise<Invoice> {
  const change = { status: 'paid', settled_at: now, next_try_at: null } as const
  await updateInvoice(tx, invoice.id, change)
  await post(tx, posting(invoice, 'paid', now), [
    ['cash', invoice.total],
    // Money that comes after an invoice was given up pays what was written off.
    [invoice.status === 'uncollectible' ? 'bad_debt' : 'receivable', -invoice.total],
  ])
  return { ...invoice, ...change }
}

/** Gives an open invoice up: it is owed no longer and stands as a loss. */
export async function giveUp(tx: Tx, invoice: Invoice, now: Date): Promise<void> {
  await updateInvoice(tx, invoice.id, { status: 'uncollectible', settled_at: now, next_try_at: null })
  await post(tx, posting(invoice, 'given-up', now), [
    ['bad_debt', invoice.total],
    ['receivable', -invoice.total],
  ])
}

const posting = ({ id, team_id, currency }: Invoice, what: string, at: Date) => ({
  ...{ id: `${id}:${what}`, teamId: team_id, invoiceId: id, currency, at },
})
