/** Offsets and the one way dates are written in pages, mails and exports. Runs on the server and in the page. */
export { allTimeZones, isTimeZone, timeZoneSpelling } from './zone-names.ts'

/**
 * `date` "14 Mar 2027" · `dateTime` "14 Mar 2027, 09:00" · `dateTimeZone` "14 Mar 2027, 09:00 (Europe/Berlin)" ·
 * `iso` "2027-03-14T09:00:00+01:00" (ISO 8601 with offset, for exports and `<time datetime>`).
 */
export type ZoneStyle = 'date' | 'dateTime' | 'dateTimeZone' | 'iso'

/** Minutes that a zone's clocks are ahead of UTC at that moment. Throws RangeError for an unknown zone. */
export function zoneOffsetMinutes(zone: string, now: Date): number {
  const parts = offsetFormat(zone).formatToParts(now)
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const found = /([+-])(\d\d):(\d\d)/.exec(text)
  if (!found) return 0
  const size = Number(found[2]) * 60 + Number(found[3])
  return found[1] === '-' ? -size : size
}

/** "UTC+02:00", "UTC-03:30", "UTC+00:00". */
export const formatOffset = (minutes: number): string => `UTC${offsetText(minutes)}`

/**
 * Writes a moment as a zone's clocks show it (English, 24 hours). Where clocks show the same time twice because they
 * are set back, `dateTimeZone` adds the offset. Throws RangeError for an unknown zone or an invalid date.
 */
export function formatInZone(date: Date, zone: string, style: ZoneStyle): string {
  const offset = zoneOffsetMinutes(zone, date)
  const local = shifted(date, offset)
  if (style === 'iso') return local.toISOString().replace(/\.\d+Z$/, offsetText(offset))
  const day = `${local.getUTCDate()} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()}`
  if (style === 'date') return day
  const dayAndTime = `${day}, ${clockTime(local)}`
  if (style === 'dateTime') return dayAndTime
  const twice = isShownTwice(date, zone, offset)
  return `${dayAndTime} (${zone}${twice ? `, ${formatOffset(offset)}` : ''})`
}

/** "14:05": what a zone's clocks show. Throws RangeError for an unknown zone. */
export const timeInZone = (now: Date, zone: string): string => clockTime(shifted(now, zoneOffsetMinutes(zone, now)))

// Own names, as Intl's differ between the versions of its data ("Sep", "Sept").
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const shifted = (date: Date, minutes: number): Date => new Date(date.getTime() + minutes * 60_000)

const clockTime = (local: Date): string => local.toISOString().slice(11, 16)

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

// Clocks move by at most three hours. If the other side of the change would show the same time, it is shown twice.
function isShownTwice(date: Date, zone: string, offset: number): boolean {
  return [-180, 180].some((away) => {
    const other = zoneOffsetMinutes(zone, shifted(date, away))
    return other !== offset && zoneOffsetMinutes(zone, shifted(date, offset - other)) === other
  })
}

// A formatter takes 0.1 ms and 50 kB to make, so the recently used ones are kept.
const kept = new Map<string, Intl.DateTimeFormat>()
const mostKept = 64

function offsetFormat(zone: string): Intl.DateTimeFormat {
  const found = kept.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  kept.delete(zone)
  kept.set(zone, found)
  const oldest = kept.keys().next().value
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  return found
}
