import { moneyText } from '../money.ts'
import type { Billing, Interval, Money, Offer } from './billing-query.ts'

/** `$29.00`; `$29` where nothing is behind the point. */
export const money = ({ amount, currency }: Money): string => moneyText(amount, currency).replace(/\.00$/, '')

/** `per month`, `per year`. */
export const per = (interval: Interval): string => (interval === 'year' ? 'per year' : 'per month')

/** The price of an offer, when it is sold this way. */
export const priceOf = (offer: Offer, interval: Interval): Money | null =>
  interval === 'year' ? offer.yearly : offer.monthly

/** Where a plan stands, in a word. */
export const statusWords: Record<Billing['status'], string> = {
  free: 'Free',
  trial: 'Trial',
  active: 'Active',
  past_due: 'Past Due',
  canceled: 'Canceled',
}

const count = (n: number | null, one: string, many: string): string =>
  n === null ? `Unlimited ${many}` : `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** What a plan holds, a line each. */
export function holds({ limits }: Offer): string[] {
  const { projects, members, runsPerPeriod, crawlsPerPeriod, resultDays, auditLog, teamTwoFactor } = limits
  return [
    count(projects, 'project', 'projects'),
    count(members, 'team member', 'team members'),
    `${count(runsPerPeriod, 'test run', 'test runs')}${runsPerPeriod === null ? '' : ' a month'}`,
    `${count(crawlsPerPeriod, 'crawl', 'crawls')}${crawlsPerPeriod === null ? '' : ' a month'}`,
    resultDays === null
      ? 'Results kept for good'
      : `Results kept ${resultDays === 365 ? '1 year' : `${resultDays} days`}`,
    ...(auditLog ? ['Audit Logs'] : []),
    ...(teamTwoFactor ? ['2FA for the whole team'] : []),
  ]
}
