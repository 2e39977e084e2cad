import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * `aegis_live_<id>_<secret><crc>`: the id is the key's own (Crockford base 32), the secret 192 random bits and the CRC-32 of everything before
 * it are base 62. Scanners find it by this expression; a mistyped key fails the checksum before any database is asked.
 */
export const keyPattern = 'aegis_live_[0-9a-hjkmnp-tv-z]{26}_[0-9A-Za-z]{39}'

const whole = new RegExp(`^${keyPattern}$`)
const prefix = 'aegis_live_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretBytes = 24
const secretLength = 33
const checksumLength = 6

/** A new secret for the key with this id (`key_…`), as it is shown once. */
export function newKeyText(id: string): string {
  const secret = base62(BigInt(`0x${randomBytes(secretBytes).toString('hex')}`), secretLength)
  const body = `${prefix}${id.slice('key_'.length)}_${secret}`
  return body + checksum(body)
}

/** The id of the key that a text names; null when the text is no whole key: wrong form or wrong checksum. */
export function keyIdOf(text: string): string | null {
  if (!whole.test(text)) return null
  const body = text.slice(0, -checksumLength)
  return checksum(body) === text.slice(-checksumLength) ? `key_${text.slice(prefix.length, prefix.length + 26)}` : null
}

/** Whether a text means to be a key of ours, however mistyped. */
export const looksLikeKey = (text: string): boolean => text.startsWith('aegis_')

/** The end of a key by which people tell keys apart. */
export const lastFour = (text: string): string => text.slice(-4)

/** How a key is shown after it was shown once. */
export const keyDisplay = (four: string): string => `${prefix}…${four}`

const checksum = (body: string): string => base62(BigInt(crc32(body)), checksumLength)

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)] + text
  return text
}
