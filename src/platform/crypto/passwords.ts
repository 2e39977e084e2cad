import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { createGate, type GateLoad } from './gate.ts'

export { Overloaded } from './gate.ts'

/** Cost of a new hash (OWASP Password Storage, argon2id): 19 MiB, 2 passes, 1 lane, 256-bit output. */
export const hashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const

const ARGON2ID = 2
const VERSION_19 = 1
const SALT_BYTES = 16

/**
 * What the password for an unknown account is compared with. Must carry exactly `hashCost`, so that it costs what a known
 * account does (V126). The password behind it was random and is forgotten.
 */
export const unknownAccountHash =
  '$argon2id$v=19$m=19456,t=2,p=1$ppJHTbUb07FWa3KjCyRmpQ$QvWNcd4tL+1rSMAs9PS3gKOOGT7PkKFjti3sN/M0daM'

const WAITING_AT_MOST = 500
const gate = createGate(availableParallelism(), WAITING_AT_MOST)
let hashed = 0
let verified = 0

/** Since process start: finished hashes and verifications, and refusals; and the load at this moment. */
export type HashingStats = GateLoad & { hashed: number; verified: number }

/** Counters for metrics and for tests that prove that every door pays for a verification. */
export function hashingStats(): HashingStats {
  return { hashed, verified, ...gate.load() }
}

/**
 * Hashes a password to a PHC string, NFC first (SP 800-63B-4 §3.1.1.2), off the event loop, one hash per core at a time.
 * Rejects with `Overloaded` when 500 wait already, with TypeError when the text is not well-formed Unicode.
 */
export async function hashPassword(plain: string): Promise<string> {
  // UTF-8 turns every lone surrogate into the same U+FFFD: two passwords would become one.
  if (!isWellFormed(plain)) throw new TypeError('a password must be well-formed Unicode')
  const phc = await gate.run(() => hash(plain.normalize('NFC'), hashCost))
  hashed += 1
  return phc
}

/**
 * Whether `plain` is the password behind `phc`. `null` stands for "no such account" or "no password set": it costs the
 * same and is always false. Rejects with `Overloaded`, or with the library's error when `phc` cannot be read.
 */
export async function verifyPassword(phc: string | null, plain: string): Promise<boolean> {
  const right = await gate.run(() => verify(phc ?? unknownAccountHash, plain.normalize('NFC')))
  verified += 1
  return right && phc !== null && isWellFormed(plain)
}

/** Whether a stored hash differs from the current cost (or is unreadable) and should be replaced at the next sign-in. */
export function needsRehash(phc: string): boolean {
  try {
    const { algorithm, version, saltLen, ...cost } = parseOptions(phc)
    return (
      (algorithm as number) !== ARGON2ID ||
      (version as number) !== VERSION_19 ||
      saltLen < SALT_BYTES ||
      cost.memoryCost !== hashCost.memoryCost ||
      cost.timeCost !== hashCost.timeCost ||
      cost.parallelism !== hashCost.parallelism ||
      cost.outputLen !== hashCost.outputLen
    )
  } catch {
    return true
  }
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
