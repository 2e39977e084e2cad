import { randomBytes } from 'node:crypto'
import { HOTP, Secret } from 'otpauth'
import { constantTimeEqual } from '#platform/crypto/secrets.ts'

/** What authenticator apps agree on; several compute wrong codes in silence for anything else (one-time-codes.md §3). */
const digits = 6
const period = 30
const algorithm = 'SHA1'

/** The name apps show above the code: no space and no colon, which some apps cannot read. */
export const issuer = 'AegisRunner'

/** A new secret of 160 bits (RFC 4226 section 4, R6). */
export const newTotpSecret = (): Buffer => randomBytes(20)

/** The secret as people type it and apps read it: base 32, upper-case, without padding (RFC 4648 section 6). */
export const base32 = (secret: Buffer): string => secretOf(secret).base32

/** A text in groups of four. */
export const inFours = (text: string): string[] => text.match(/.{1,4}/g) ?? []

/** The 30-second step an instant lies in. */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / period)

/** The code of a secret in a step. */
export const codeAt = (secret: Buffer, step: number): string =>
  HOTP.generate({ secret: secretOf(secret), counter: step, digits, algorithm })

/**
 * The step this code belongs to: the present one or the one before (RFC 6238 section 5.2), none ahead; null when it is of neither. Compares
 * all of them, each in constant time.
 */
export function matchingStep(secret: Buffer, code: string, now: Date): number | null {
  const present = stepAt(now)
  const matches = [present, present - 1].filter((step) => constantTimeEqual(codeAt(secret, step), code))
  return matches[0] ?? null
}

/** The address an app reads from the QR code, spelled so that all of them understand it (one-time-codes.md §3). */
export function otpauthUrl(secret: Buffer, account: string, name: string = issuer): string {
  const label = [name.replaceAll(':', ''), account].map((part) => encodeURIComponent(visible(part))).join(':')
  const named = encodeURIComponent(visible(name.replaceAll(':', '')))
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${named}&algorithm=${algorithm}&digits=${digits}&period=${period}`
}

const visible = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: new Uint8Array(secret).buffer })
}
