import { zoneOffsetMinutes } from '#platform/zones.ts'

/** The filters as they stand in the address; dates are days of the reader’s zone. */
export interface Filters {
  user?: string
  area?: string
  target?: string
  ip?: string
  from?: string
  to?: string
  text?: string
}

/** Their names, in the order of the address. */
export const filterNames = ['user', 'area', 'target', 'ip', 'from', 'to', 'text'] as const

/** Reads the filters out of an address. What a hand has spoilt is left out. */
export function filtersIn(search: Readonly<Record<string, unknown>>): Filters {
  const filters: Filters = {}
  for (const name of filterNames) {
    const value = search[name] === undefined ? '' : String(search[name]).trim().slice(0, 200)
    const day = name === 'from' || name === 'to'
    if (value !== '' && (!day || /^\d{4}-\d\d-\d\d$/.test(value))) filters[name] = value
  }
  return filters
}

/** The same as the API takes them: from the first moment of one day to the last of the other, as the clocks of the zone show them. */
export function queryOf({ from, to, ...rest }: Filters, zone: string): Filters {
  return {
    ...rest,
    ...(from && { from: startOfDay(from, 0, zone) }),
    ...(to && { to: startOfDay(to, 1, zone) }),
  }
}

function startOfDay(day: string, plusDays: number, zone: string): string {
  const utc = new Date(`${day}T00:00:00Z`)
  utc.setUTCDate(utc.getUTCDate() + plusDays)
  const guess = new Date(utc.getTime() - zoneOffsetMinutes(zone, utc) * 60_000)
  // Where clocks changed in between, the offset is the one at the moment itself.
  return new Date(utc.getTime() - zoneOffsetMinutes(zone, guess) * 60_000).toISOString()
}

/** Whether anything is filtered. */
export const isFiltered = (filters: Filters): boolean => Object.keys(filters).length > 0

/** The filters as a query string, as views keep them. */
export const addressOfFilters = (filters: Filters): string =>
  new URLSearchParams(Object.entries(filters) as [string, string][]).toString()
