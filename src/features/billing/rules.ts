import { monthsAfter } from '#features/usage/public.ts'
import { type Duration, days, hours, minutes } from '#platform/clock.ts'

/** How often is paid. */
export type Interval = 'month' | 'year'

/** How long a team stays on its plan after a payment failed. */
export const grace: Duration = days(14)
/** When a failed payment is tried again, counted from the first failure. */
export const retries: readonly Duration[] = [days(1), days(3), days(5), days(7), days(10)]
/** How long a bank transfer may take. */
export const transferTime: Duration = days(14)
/** After this long without an answer a payment is asked about. */
export const answerTime: Duration = minutes(2)
/** How long a change waits for the person to confirm its payment. */
export const confirmTime: Duration = hours(1)
/** How long the price that was shown for a change holds. */
export const quoteHolds: Duration = minutes(15)
/** How long before a yearly payment the letter goes out. */
export const renewalNotice: Duration = days(7)
/** How long before a card ends its warning goes out. */
export const cardNotice: Duration = days(30)

/**
 * What of a price falls on the time from `at` to the end of its period: exact whole numbers, rounded down. Nothing before the period counts as
 * all of it, nothing after it as none.
 */
export function unused(price: number, period: { start: Date; end: Date }, at: Date): number {
  const length = BigInt(period.end.getTime() - period.start.getTime())
  const left = BigInt(Math.max(0, period.end.getTime() - Math.max(at.getTime(), period.start.getTime())))
  return Number((BigInt(price) * left) / length)
}

/** The end of the period that follows `after`, counted from the anchor so that the 31st does not drift to the 28th for good. */
export function nextEnd(anchor: Date, interval: Interval, after: Date): Date {
  const step = interval === 'year' ? 12 : 1
  const months = (after.getUTCFullYear() - anchor.getUTCFullYear()) * 12 + after.getUTCMonth() - anchor.getUTCMonth()
  for (let n = Math.max(1, Math.floor(months / step)); ; n += 1) {
    const end = monthsAfter(anchor, n * step)
    if (end > after) return end
  }
}

/** When a payment is tried after `failures` failed ones; null when it is not tried again. */
export function nextTry(firstFailure: Date, failures: number): Date | null {
  const wait = retries[failures - 1]
  return wait === undefined ? null : new Date(firstFailure.getTime() + wait)
}
