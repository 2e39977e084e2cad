import { confirmContactLetter } from '#features/billing/confirm-contact.mail.ts'
import { contactLetter } from '#features/billing/contact.mail.ts'
import type { Invoice } from '#features/billing/invoice.queries.ts'
import * as news from '#features/billing/letters.ts'
import type { MoneyNews } from '#features/billing/tell.ts'
import { days, later } from '#platform/clock.ts'
import { as, type Desk, type LetterSample, sample, team, token } from './sample.ts'

/** What there is to tell about money, each under the name of its picture. */
export function moneyNews({ now }: Pick<Desk, 'now'>): [picture: string, news: MoneyNews][] {
  const at = later(now, days(17))
  const bytes = Buffer.from('%PDF-1.7 of an invoice')
  const invoice: Invoice = {
    ...{
      id: 'inv_01kb0000000000000000000000',
      team_id: team.id,
      number: '2027-0042',
      status: 'open',
      cause: 'renewal',
    },
    ...{
      currency: 'usd',
      total: 2900,
      plan_id: 'pro',
      interval: 'month',
      change: null,
      provider: 'stripe',
      tax: 0,
      tax_ref: null,
    },
    ...{ created_at: now, issued_at: now, due_at: at, settled_at: null, next_try_at: at },
    billed_to: { team: team.name, name: 'Analytical Engines Ltd', address: '', country: 'GB', taxId: '', poNumber: '' },
  }
  const tries = { graceEndsAt: at, next: later(now, days(3)) }
  const id = 'pay_01kb0000000000000000000000'
  const plans = { from: 'Starter', to: 'Pro', interval: 'month' } as const
  const ending = { plan: 'Pro', basic: 'Free', at } as const
  return [
    ['receipt', news.receipt(invoice, 'Visa ending in 4242', bytes)],
    ['transfer-due', news.transferDue(invoice, bytes)],
    ['payment-failed', news.failed(invoice, { id, state: 'failed', reason: 'The card was declined.' }, tries)],
    ...returns.map(([kind, state]): [string, MoneyNews] => {
      const given = { ref: 're_1', kind, state, amount: 2900, reason: null, at: now }
      return [`${kind}-${state}`, { ...news.returned(invoice, given, bytes), id: `${kind}:${state}` }]
    }),
    ['payment-to-confirm', news.failed(invoice, { id, state: 'confirm', reason: null }, { ...tries, next: null })],
    [
      'renewal-due',
      news.renewalDue(team.id, { plan: 'Pro, yearly', amount: 29_000, currency: 'usd', at, plusTax: true }),
    ],
    ['card-ending', news.cardEnding(team.id, 'Visa ending in 4242', at)],
    ['plan-changed', news.planChanged(team.id, '1', { ...plans, at: null })],
    ['plan-will-change', news.planChanged(team.id, '2', { ...plans, from: 'Business', at })],
    ['plan-ends', news.planEnding(team.id, '3', { ...ending, what: 'ends' })],
    ['plan-stays', news.planEnding(team.id, '4', { ...ending, what: 'stays' })],
    ['plan-ended', news.planEnding(team.id, '5', { ...ending, what: 'ended' })],
  ]
}

const returns = [
  ['refund', 'done'],
  ['refund', 'failed'],
  ['dispute', 'inquiry'],
  ['dispute', 'open'],
  ['dispute', 'won'],
  ['dispute', 'lost'],
] as const

/** The letters that billing contacts get, who need not have an account. */
export const contactLetters = (desk: Desk): LetterSample[] => [
  sample(confirmContactLetter, {
    ...{ team: team.name, url: `${desk.publicUrl}/confirm-billing-contact#${token}` },
    ...{ ip: '203.0.113.42', by: '', now: desk.now },
  }),
  ...moneyNews(desk).map(([picture, one]) => {
    const link = one.link ?? { label: 'Open billing', path: `/settings/billing?team=${team.id}` }
    const letter = as(`contact-${picture}`, sample(contactLetter, one, link, team.name, desk.publicUrl))
    return { ...letter, to: { email: 'accounts@analytical-engines.example', fullName: '', timezone: 'UTC' } }
  }),
]
