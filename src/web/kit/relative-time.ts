import { days, hours, minutes } from '#platform/clock.ts'

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const steps = [
  { below: hours(1), size: minutes(1), unit: 'minute' },
  { below: days(1), size: hours(1), unit: 'hour' },
  { below: days(30), size: days(1), unit: 'day' },
  { below: days(365), size: days(30), unit: 'month' },
] as const

/** “in 6 days”, “3 minutes ago”, “just now”: whole units, rounded towards now. */
export function relativeTime(at: Date, now: Date): string {
  const away = at.getTime() - now.getTime()
  const size = Math.abs(away)
  if (size < minutes(1)) return away > 0 ? 'in less than a minute' : 'just now'
  const step = steps.find(({ below }) => size < below)
  return step
    ? words.format(Math.trunc(away / step.size), step.unit)
    : words.format(Math.trunc(away / days(365)), 'year')
}
