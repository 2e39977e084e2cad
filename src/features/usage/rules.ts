import { days } from '#platform/clock.ts'
import { reachedAt } from './meters.ts'
import type { Period } from './periods.ts'

/** How much of a limit is used in a period. */
interface Progress {
  used: number
  limit: number | null
  period: Period
}

/** When the limit is reached at the pace of the period so far. Null when not before its end, when it is reached, and on the first day. */
export function forecast({ used, limit, period }: Progress, now: Date): Date | null {
  const { startsAt, endsAt } = period
  const elapsed = now.getTime() - startsAt.getTime()
  if (limit === null || used === 0 || used >= limit || elapsed < days(1)) return null
  const at = new Date(startsAt.getTime() + Math.ceil((elapsed * limit) / used))
  return at < endsAt ? at : null
}

/** Whether it is time to say that the pace will not do: a quarter is gone already, and the first common alert has not come. */
export const paceDue = (progress: Progress, now: Date): boolean =>
  progress.limit !== null &&
  progress.used >= reachedAt(progress.limit, 25) &&
  progress.used < reachedAt(progress.limit, 80) &&
  forecast(progress, now) !== null

/** A cell of a CSV file that no spreadsheet takes for a formula, however it begins. */
export function csvCell(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Every day from the first to the last, `2027-03-01`. */
export function daysBetween(from: string, to: string): string[] {
  const length = Math.round((Date.parse(to) - Date.parse(from)) / days(1)) + 1
  return Array.from({ length }, (_, n) => new Date(Date.parse(from) + days(n)).toISOString().slice(0, 10))
}
