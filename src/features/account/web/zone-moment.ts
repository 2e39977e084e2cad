import { formatInZone, formatOffset, isTimeZone, timeInZone, zoneOffsetMinutes } from '#platform/zones.ts'

/** What the clocks of a zone show: "14:05", "14 Mar 2027", "UTC+02:00". */
export interface Moment {
  time: string
  date: string
  offset: string
}

/** A moment as a zone shows it; undefined for a zone that this browser does not know yet. */
export function momentIn(zone: string, now: Date): Moment | undefined {
  if (!isTimeZone(zone)) return undefined
  return {
    time: timeInZone(now, zone),
    date: formatInZone(now, zone, 'date'),
    offset: formatOffset(zoneOffsetMinutes(zone, now)),
  }
}
