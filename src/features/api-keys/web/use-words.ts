import { days, earlier } from '#platform/clock.ts'
import { formatInZone } from '#platform/zones.ts'

const counted = new Intl.NumberFormat('en')

/** “1 request”, “1,284 requests”. */
export const requests = (count: number): string => `${counted.format(count)} ${count === 1 ? 'request' : 'requests'}`

/**
 * What the little picture of the last 30 days shows, in a sentence. `perDay` holds one number per UTC day, the last of them today:
 * “1,284 requests in 30 days, most on 27 Feb 2027 (210)”.
 */
export function usesSentence(perDay: readonly number[], now: Date): string {
  const total = perDay.reduce((sum, uses) => sum + uses, 0)
  if (total === 0) return `No requests in ${perDay.length} days`
  const most = Math.max(...perDay)
  const daysAgo = perDay.length - 1 - perDay.lastIndexOf(most)
  const day = formatInZone(earlier(now, days(daysAgo)), 'UTC', 'date')
  return `${requests(total)} in ${perDay.length} days, most on ${day} (${counted.format(most)})`
}

/** Heights of the bars from 0 to 1: a day with any use can be seen beside one with a million. */
export function barHeights(perDay: readonly number[]): number[] {
  const most = Math.max(1, ...perDay)
  return perDay.map((uses) => (uses === 0 ? 0 : Math.max(0.14, uses / most)))
}
