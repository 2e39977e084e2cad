import { formatInZone } from '#platform/zones.ts'
import type { Invoice } from './invoice.queries.ts'
import { moneyText } from './money.ts'
import type { PaymentsTable } from './payment.queries.ts'
import { planWords } from './quote.ts'
import type { Interval } from './rules.ts'
import type { MoneyNews } from './tell.ts'

const pdf = ({ number }: Invoice, bytes: Buffer) => ({
  attachment: { name: `invoice-${number}.pdf`, type: 'application/pdf', bytes },
})

const aboutInvoice = ({ id, number, total, currency, billed_to }: Invoice) => ({
  facts: { Team: billed_to.team, Invoice: number ?? '–', Amount: moneyText(total, currency) },
  data: { invoiceId: id, number, total: { amount: total, currency } },
})

/** The receipt of a paid invoice, which goes along. */
export const receipt = (invoice: Invoice, paidBy: string, bytes: Buffer): MoneyNews => ({
  ...{ kind: 'receipt', name: 'billing.receipt', id: `${invoice.id}:receipt`, teamId: invoice.team_id },
  title: `Receipt for ${moneyText(invoice.total, invoice.currency)}`,
  says: [`Thank you. Invoice ${invoice.number} is paid (${paidBy}); it is attached.`],
  ...aboutInvoice(invoice),
  ...pdf(invoice, bytes),
})

/** An invoice to be paid by bank transfer. */
export const transferDue = (invoice: Invoice, bytes: Buffer): MoneyNews => ({
  ...{ kind: 'payment_due', name: 'billing.payment_due', id: `${invoice.id}:due`, teamId: invoice.team_id },
  title: `Invoice ${invoice.number}: ${moneyText(invoice.total, invoice.currency)} to be paid by bank transfer`,
  says: ['The invoice is attached. Name its number with the transfer, so that it can be matched.'],
  facts: { ...aboutInvoice(invoice).facts, ...(invoice.due_at && { 'Due by': invoice.due_at }) },
  data: aboutInvoice(invoice).data,
  ...pdf(invoice, bytes),
})

/** A payment failed, or waits for somebody to confirm it. */
export function failed(
  invoice: Invoice,
  payment: Pick<PaymentsTable, 'id' | 'reason' | 'state'>,
  { graceEndsAt, next }: { graceEndsAt: Date; next: Date | null },
): MoneyNews {
  const amount = moneyText(invoice.total, invoice.currency)
  const confirm = payment.state === 'confirm'
  return {
    ...{ kind: 'payment_failed', name: 'billing.payment_failed', id: `${payment.id}:failed`, teamId: invoice.team_id },
    title: confirm ? `Confirm the payment of ${amount}` : `The payment of ${amount} failed`,
    says: [
      confirm ? 'Your bank wants the payment confirmed.' : (payment.reason ?? 'The payment did not succeed.'),
      'Nothing is lost and everything goes on until the date below. After it the team is on the free plan; projects and results stay.',
    ],
    facts: {
      ...aboutInvoice(invoice).facts,
      ...(next && { 'Tried again': next }),
      'Plan kept until': graceEndsAt,
    },
    data: { ...aboutInvoice(invoice).data, graceEndsAt, nextTryAt: next },
    link: {
      label: confirm ? 'Confirm the payment' : 'Fix the payment',
      path: `/settings/billing?team=${invoice.team_id}#payment`,
    },
  }
}

/** The yearly payment of next week. */
export const renewalDue = (
  teamId: string,
  { plan, amount, currency, at }: { plan: string; amount: number; currency: string; at: Date },
): MoneyNews => ({
  ...{ kind: 'payment_due', name: 'billing.payment_due', id: `${teamId}:due:${at.toISOString()}`, teamId },
  title: `${plan}: ${moneyText(amount, currency)} will be charged on ${formatInZone(at, 'UTC', 'date')}`,
  says: ['The plan is renewed for a year then. Until that day you can change or cancel it in Settings.'],
  facts: { Plan: plan, Amount: moneyText(amount, currency), When: at },
  data: { plan, amount: { amount, currency }, at },
})

/** The card will end soon. */
export const cardEnding = (teamId: string, card: string, endsAt: Date): MoneyNews => ({
  ...{ kind: 'payment_due', name: 'billing.card_expiring', id: `${teamId}:card:${endsAt.toISOString()}`, teamId },
  title: `${card} ends soon`,
  says: ['Payments after that will fail. Put another card in its place before.'],
  facts: { Card: card, 'Ends with': formatInZone(new Date(endsAt.getTime() - 1), 'UTC', 'date') },
  data: { card, endsAt },
  link: { label: 'Change the card', path: `/settings/billing?team=${teamId}#payment` },
})

/** The plan is, or will be, another. `at` null: from now on. */
export const planChanged = (
  teamId: string,
  id: string,
  { from, to, interval, at }: { from: string; to: string; interval: Interval; at: Date | null },
): MoneyNews => ({
  ...{ kind: 'plan_changed', name: 'billing.plan_changed', id: `${teamId}:plan:${id}`, teamId },
  title: at
    ? `The plan changes to ${planWords(to, interval)} on ${formatInZone(at, 'UTC', 'date')}`
    : `The plan is now ${planWords(to, interval)}`,
  says: at ? ['Until then everything stays as it is. The change can be undone in Settings.'] : [],
  facts: { Before: from, After: to, ...(at && { When: at }) },
  data: { from, to, interval, at },
})

/** The plan ends, was kept after all, or has ended. */
export const planEnding = (
  teamId: string,
  id: string,
  { plan, basic, what, at }: { plan: string; basic: string; what: 'ends' | 'stays' | 'ended'; at: Date },
): MoneyNews => ({
  ...{ kind: 'plan_changed', name: `billing.plan_${what}`, id: `${teamId}:plan:${id}`, teamId },
  title:
    what === 'ends'
      ? `${plan} ends on ${formatInZone(at, 'UTC', 'date')}`
      : what === 'stays'
        ? `${plan} goes on`
        : `${plan} has ended; the team is on ${basic}`,
  says:
    what === 'stays'
      ? ['The cancellation was taken back.']
      : [
          'Projects, results and settings stay. What is beyond the limits of the plan after it is kept and can be read.',
        ],
  facts: { Plan: plan, When: at },
  data: { plan, at },
})
