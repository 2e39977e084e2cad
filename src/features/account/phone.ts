// The small tables (lengths and formats), not the large ones (every number range by type): ranges are opened faster than libraries are
// updated, and a number that is only shown must not be refused because it is new.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A phone number as typed: stored as E.164, null when nothing was typed, or why it cannot be used. */
export type PhoneReading =
  | { ok: true; e164: string | null }
  | { ok: false; reason: 'phone_without_country' | 'phone_invalid' | 'phone_extension' }

/** Reads a number with its country code; how many digits it may have is decided by the country's numbering plan. */
export function readPhone(raw: string): PhoneReading {
  const typed = raw
    .normalize('NFKC')
    .trim()
    .replace(/^\(\+(\d+)\)/, '+$1')
  if (!typed) return { ok: true, e164: null }
  if (!typed.startsWith('+')) return { ok: false, reason: 'phone_without_country' }
  const phone = parsePhoneNumberFromString(typed, { extract: false })
  if (!phone?.isPossible()) return { ok: false, reason: 'phone_invalid' }
  return phone.ext ? { ok: false, reason: 'phone_extension' } : { ok: true, e164: phone.number }
}

/** A stored number as people write it: `+4930901820` becomes `+49 30 901820`. */
export const formatPhone = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164

/** A number its owner recognises and readers of a team's log do not learn: `+49•••20`. */
export const maskPhone = (e164: string | null): string | null => e164 && `${e164.slice(0, 3)}•••${e164.slice(-2)}`
