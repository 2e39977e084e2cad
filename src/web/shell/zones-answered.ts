const key = 'aegis-zones-answered'

/** The question whether the profile’s zone should become this browser’s. */
export const zonePair = (profile: string, browser: string): string => `${profile} ${browser}`

/** The pair of zones the person was already asked about in this browser. */
export function answeredZones(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Remembers that the question about this pair of zones needs no second asking here. */
export function rememberZonesAnswer(pair: string): void {
  try {
    localStorage.setItem(key, pair)
  } catch {
    // Without storage the question comes back with the next page load: a nuisance, no fault.
  }
}

/** Whether two names mean one zone: `Asia/Calcutta` is `Asia/Kolkata`. */
export const sameZone = (one: string, other: string): boolean => one === other || canonical(one) === canonical(other)

function canonical(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return zone
  }
}
