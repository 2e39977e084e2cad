import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { foldCase, isMonotonous, variantsOf } from './password-variants.ts'

const BUCKETS = 65_536
const SUFFIX_BYTES = 3

/** A set of texts kept as the first 40 bits of their SHA-256: a stranger is taken for a member once in two million. */
export type DigestSet = { has(text: string): boolean }

/**
 * Packs texts: for each value of the first 16 digest bits one byte with the number of texts, then for each text the
 * next 24 bits, sorted. Throws RangeError when a bucket overflows its byte.
 */
export function packDigests(texts: Iterable<string>): Buffer {
  const keys = [...new Set([...texts].map((text) => digestOf(text).readUIntBE(0, 5)))].sort((a, b) => a - b)
  const packed = Buffer.alloc(BUCKETS + keys.length * SUFFIX_BYTES)
  for (const [at, key] of keys.entries()) {
    const bucket = Math.floor(key / 2 ** 24)
    packed.writeUInt8((packed[bucket] ?? 0) + 1, bucket)
    packed.writeUIntBE(key % 2 ** 24, BUCKETS + at * SUFFIX_BYTES, SUFFIX_BYTES)
  }
  return packed
}

/** Reads what `packDigests` wrote. Throws RangeError when the length does not fit, rather than let everything pass. */
export function unpackDigests(packed: Buffer): DigestSet {
  const starts = new Uint32Array(BUCKETS + 1)
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    starts[bucket + 1] = (starts[bucket] ?? 0) + (packed[bucket] ?? 0)
  }
  const size = starts[BUCKETS] ?? 0
  if (size === 0 || packed.length !== BUCKETS + size * SUFFIX_BYTES)
    throw new RangeError('the password list is damaged')

  return {
    has(text) {
      const wanted = digestOf(text)
      const bucket = wanted.readUInt16BE(0)
      const suffix = wanted.readUIntBE(2, SUFFIX_BYTES)
      for (let at = starts[bucket] ?? 0; at < (starts[bucket + 1] ?? 0); at++) {
        if (packed.readUIntBE(BUCKETS + at * SUFFIX_BYTES, SUFFIX_BYTES) === suffix) return true
      }
      return false
    },
  }
}

/** Whether a set knows the password or one of its variants, or the password is one short unit over and over. */
export function isAmong(set: DigestSet, plain: string): boolean {
  if (isMonotonous(foldCase(plain))) return true
  for (const variant of variantsOf(plain)) if (set.has(variant)) return true
  return false
}

let bundled: DigestSet | undefined

/**
 * Whether a password is on the bundled list of common, breached and dictionary passwords (ASVS 6.2.4, 6.2.12), as it
 * is or thinly disguised (`Password1!`, `p@ssw0rd`). Offline; reads `common-passwords.bin` beside this file, or beside
 * the bundle, at the first call and throws when it is missing or damaged.
 */
export function isCommonPassword(plain: string): boolean {
  bundled ??= unpackDigests(readFileSync(new URL('./common-passwords.bin', import.meta.url)))
  return isAmong(bundled, plain)
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
