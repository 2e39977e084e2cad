import { Cron } from 'croner'
import { zoneOffsetMinutes } from '#platform/zones.ts'

// No clock was ever moved further at once where people live by it.
const furthestShift = 3 * 60

/** Whether a text is a five-field cron pattern with a time that ever comes. */
export function isCron(text: string): boolean {
  if (!/^[\dA-Za-z*,/#-]+( [\dA-Za-z*,/#-]+){4}$/.test(text)) return false
  try {
    return pattern(text).nextRun('2024-01-01T00:00:00') !== null
  } catch {
    return false
  }
}

// Patterns are walked on a calendar without clock changes; what a clock does to them is decided below, in one place.
const pattern = (cron: string): Cron => new Cron(cron, { timezone: 'UTC', mode: '5-part' })

/**
 * The instants after `from` at which a pattern is due on the clocks of a zone, in order. A time that clocks show twice is due once, at the
 * first; one that clocks skip is due at the next instant there is, and with others that are due then it is due once.
 */
export function* timesAfter(cron: string, zone: string, from: Date): Generator<Date> {
  const walked = pattern(cron)
  let shown = walked.nextRun(moved(from, zoneOffsetMinutes(zone, from)))
  let last = from
  for (; shown; shown = walked.nextRun(shown)) {
    const instant = instantOf(shown, zone)
    if (instant <= last) continue
    yield instant
    last = instant
  }
}

/** The first `count` of them. */
export function nextTimes(cron: string, zone: string, from: Date, count: number): Date[] {
  const times: Date[] = []
  for (const time of timesAfter(cron, zone, from)) {
    if (times.push(time) === count) break
  }
  return times
}

/** The instant at which the clocks of a zone show this (written as if in UTC): the first such, or where there is none the next there is. */
function instantOf(shown: Date, zone: string): Date {
  const near = moved(shown, -zoneOffsetMinutes(zone, shown))
  const before = zoneOffsetMinutes(zone, moved(near, -furthestShift))
  const after = zoneOffsetMinutes(zone, moved(near, furthestShift))
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    const instant = moved(shown, -offset)
    if (zoneOffsetMinutes(zone, instant) === offset) return instant
  }
  return changeBetween(moved(near, -furthestShift), moved(near, furthestShift), zone)
}

/** The minute at which the clocks of a zone are moved. */
function changeBetween(from: Date, to: Date, zone: string): Date {
  const before = zoneOffsetMinutes(zone, from)
  let [early, late] = [0, (to.getTime() - from.getTime()) / 60_000]
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (zoneOffsetMinutes(zone, moved(from, middle)) === before) early = middle
    else late = middle
  }
  return moved(from, late)
}

const moved = (date: Date, minutes: number): Date => new Date(date.getTime() + minutes * 60_000)
