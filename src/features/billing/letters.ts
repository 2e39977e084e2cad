import { formatInZone } from '#platform/zones.ts'
import type { Invoice } from './invoice.queries.ts'
import { moneyText } from './money.ts'
import type { PaymentsTable } from './payment.queries.ts'
import type { Returned } from './providers/stripe-returns.ts'
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

/** Money of an invoice went back, or the bank holds it; the invoice that says so goes along. Its id is its state's. */
export function returned(invoice: Invoice, given: Returned, bytes: Buffer): Omit<MoneyNews, 'id'> {
  const amount = moneyText(given.amount, invoice.currency)
  const key = `${given.kind}:${given.state}` as keyof typeof returnLetters
  const { name, title, says } = returnLetters[key] ?? returnLetters['dispute:open']
  return {
    ...{ kind: given.kind === 'refund' ? 'receipt' : 'payment_failed', name, teamId: invoice.team_id },
    title: title(amount),
    says: [says],
    facts: {
      ...aboutInvoice(invoice).facts,
      [given.kind === 'refund' ? 'Refund' : 'Disputed']: amount,
      ...(given.reason && { Reason: given.reason }),
    },
    data: { ...aboutInvoice(invoice).data, returned: { amount: given.amount, currency: invoice.currency } },
    ...pdf(invoice, bytes),
  }
}

const returnLetters = {
  'refund:done': {
    name: 'billing.refunded',
    title: (amount: string) => `${amount} were paid back`,
    says: 'The money goes to the card it came from; banks take a few days. The invoice with the refund on it is attached.',
  },
  'refund:failed': {
    name: 'billing.refund_failed',
    title: (amount: string) => `A refund of ${amount} did not arrive`,
    says: 'The bank sent the money back to us, most likely because the card is closed. Write to us how you would like to get it.',
  },
  'dispute:inquiry': {
    name: 'billing.dispute_opened',
    title: (amount: string) => `Your bank asks about a payment of ${amount}`,
    says: 'Somebody asked the bank what this payment was for. No money was taken back. If the payment is right, tell the bank so.',
  },
  'dispute:open': {
    name: 'billing.dispute_opened',
    title: (amount: string) => `A payment of ${amount} is disputed`,
    says: 'Somebody told the bank that this payment is not theirs, so the bank holds the money until it has decided. The plan goes on. If it was a mistake, tell the bank to withdraw the dispute.',
  },
  'dispute:won': {
    name: 'billing.dispute_won',
    title: (amount: string) => `The payment of ${amount} stands`,
    says: 'The bank decided that the disputed payment was right.',
  },
  'dispute:lost': {
    name: 'billing.dispute_lost',
    title: (amount: string) => `The bank gave ${amount} back`,
    says: 'The bank decided for whoever disputed the payment. The invoice with that on it is attached.',
  },
} as const

/** The yearly payment of next week. */
export const renewalDue = (
  teamId: string,
  sale: { plan: string; amount: number; currency: string; at: Date; plusTax: boolean },
): MoneyNews => {
  const { plan, amount, currency, at, plusTax } = sale
  const price = `${moneyText(amount, currency)}${plusTax ? ' plus tax' : ''}`
  return {
    ...{ kind: 'payment_due', name: 'billing.payment_due', id: `${teamId}:due:${at.toISOString()}`, teamId },
    title: `${plan}: ${price} will be charged on ${formatInZone(at, 'UTC', 'date')}`,
    says: ['The plan is renewed for a year then. Until that day you can change or cancel it in Settings.'],
    facts: { Plan: plan, Amount: price, When: at },
    data: { plan, amount: { amount, currency }, at },
  }
}

/** The card will end soon. */
export const cardEnding = (teamId: string, card: string, endsAt: Date): MoneyNews => ({
  ...{ kind: 'payment_due', name: 'billing.card_expiring', id: `${teamId}:card:${endsAt.toISOString()}`, teamId },
  title: `${card} expires soon`,
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
  says: [
    at
      ? 'Until then everything stays as it is. The change can be undone in Settings.'
      : 'Its limits and everything it includes count from now on.',
  ],
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
  facts: { Plan: plan, [what === 'stays' ? 'Renewed on' : 'When']: at },
  data: { plan, at },
})
