import { days, hours, minutes } from '#platform/clock.ts'

// Made when first needed: it takes a slow phone a tenth of a second, and most pages say no such time at first.
let made: Intl.RelativeTimeFormat | undefined
const inWords = (count: number, unit: Intl.RelativeTimeFormatUnit): string => {
  made ??= new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  return made.format(count, unit)
}

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
  return step ? inWords(Math.trunc(away / step.size), step.unit) : inWords(Math.trunc(away / days(365)), 'year')
}
