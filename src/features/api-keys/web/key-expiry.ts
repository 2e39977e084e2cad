import { days, later } from '#platform/clock.ts'
import { formatInZone } from '#platform/zones.ts'

/** The choices for how long a key works, in days; 90 is chosen until somebody chooses otherwise. */
export const expiryPresets = ['7', '30', '90', '365', 'custom', 'never'] as const

/** What each choice is called. */
export const expiryLabels: Record<(typeof expiryPresets)[number], string> = {
  '7': '7 days',
  '30': '30 days',
  '90': '90 days',
  '365': '1 year',
  custom: 'Other',
  never: 'Never',
}

/** The longest life that can be typed, in days: ten years. */
export const longestDays = 3650

/** The number of days chosen; null for “never”, undefined while no whole number of days that the server would take stands in the field. */
export function chosenDays(preset: string, typed: string): number | null | undefined {
  if (preset === 'never') return null
  const text = preset === 'custom' ? typed.trim() : preset
  if (!/^\d{1,6}$/.test(text)) return undefined
  const number = Number(text)
  return number >= 1 && number <= longestDays ? number : undefined
}

/** “30 May 2027, 11:00 (Europe/Berlin)”: when something made now ends. */
export const endOf = (length: number, zone: string, now: Date): string =>
  formatInZone(later(now, length), zone, 'dateTimeZone')

/** The same for a number of days. */
export const endAfterDays = (count: number, zone: string, now: Date): string => endOf(days(count), zone, now)
