import { type Duration, days, later, minutes } from '#platform/clock.ts'
import { timeInZone, zoneOffsetMinutes } from '#platform/zones.ts'

/** When a person wants to be told, in minutes of their own day. */
export interface Rhythm {
  quietFrom: number | null
  quietUntil: number | null
  digestAt: number | null
}

/** Told at once, day and night. */
export const noRhythm: Rhythm = { quietFrom: null, quietUntil: null, digestAt: null }

const dayLong: Duration = days(1)

/** Until when something due at this moment is held, and what holds it; null when nothing does. Quiet hours do not hold a digest: its time was chosen. */
export function heldUntil(rhythm: Rhythm, zone: string, at: Date): { until: Date; by: 'digest' | 'quiet' } | null {
  if (rhythm.digestAt !== null) return { until: nextAt(zone, rhythm.digestAt, at), by: 'digest' }
  const { quietFrom, quietUntil } = rhythm
  if (quietFrom === null || quietUntil === null || !isBetween(minuteOf(at, zone), quietFrom, quietUntil)) return null
  return { until: nextAt(zone, quietUntil, at), by: 'quiet' }
}

const isBetween = (minute: number, from: number, until: number): boolean =>
  from <= until ? minute >= from && minute < until : minute >= from || minute < until

function minuteOf(at: Date, zone: string): number {
  const [hour = 0, minute = 0] = timeInZone(at, zone).split(':').map(Number)
  return hour * 60 + minute
}

/** The next moment after `after` at which this zone's clocks show that minute of the day. */
export function nextAt(zone: string, minute: number, after: Date): Date {
  const today = dayIn(zone, after)
  const found = [-1, 0, 1, 2].map((day) => atLocal(zone, later(today, day * dayLong), minute))
  return found.find((moment) => moment > after) ?? later(after, dayLong)
}

// Midnight of the local date, written as if it were UTC: a date to count from, no moment.
function dayIn(zone: string, at: Date): Date {
  const local = later(at, minutes(zoneOffsetMinutes(zone, at)))
  return new Date(Math.floor(local.getTime() / dayLong) * dayLong)
}

// Where the clocks jump over that minute, the moment after the jump; where they show it twice, the first.
function atLocal(zone: string, day: Date, minute: number): Date {
  const wall = later(day, minutes(minute))
  const tries = [-dayLong, 0, dayLong].map((away) => later(wall, -minutes(zoneOffsetMinutes(zone, later(wall, away)))))
  const exact = tries.filter(
    (moment) => later(moment, minutes(zoneOffsetMinutes(zone, moment))).getTime() === wall.getTime(),
  )
  const moments = (exact.length > 0 ? exact : tries).map((moment) => moment.getTime())
  return new Date(exact.length > 0 ? Math.min(...moments) : Math.max(...moments))
}
