import { daysBetween } from '../rules.ts'
import type { Day, Usage } from './usage-query.ts'

/** One bar of the chart. */
export interface Bar {
  day: string
  used: number
  /** Share of the chart's height, 0 to 1. */
  height: number
  /** It has not come yet. */
  ahead: boolean
}

/** The chart of a period: a bar for each of its days, and how many a day would use the limit up exactly. */
export interface Chart {
  bars: Bar[]
  /** What the top of the chart stands for. */
  top: number
  /** How many a day last until the end; null without a limit, and where the line would stand far above every bar. */
  even: number | null
}

/** Draws the days of a period up to a round number above the highest. */
export function chartOf(
  days: readonly Day[],
  meter: 'runs' | 'crawls',
  { startsAt, endsAt }: Usage['period'],
  limit: number | null,
): Chart {
  const known = new Map(days.map((one) => [one.day, one[meter]]))
  const last = days.at(-1)?.day ?? startsAt.slice(0, 10)
  const lastOfPeriod = new Date(Date.parse(endsAt) - 1).toISOString().slice(0, 10)
  const all = daysBetween(startsAt.slice(0, 10), lastOfPeriod)
  const highest = Math.max(0, ...known.values())
  const perDay = limit === null ? null : limit / all.length
  const even = perDay !== null && perDay <= Math.max(highest, 1) * 2 ? perDay : null
  const top = roundUp(Math.max(highest, even ?? 0))
  const bars = all.map((day) => {
    const used = known.get(day) ?? 0
    return { day, used, height: used / top, ahead: day > last }
  })
  return { bars, top, even }
}

/** The next of 4, 5, 10, 20, 50, 100, 200 … */
export function roundUp(value: number): number {
  if (value <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power
}
