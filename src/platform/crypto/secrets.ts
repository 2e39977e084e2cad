import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const FEWEST_BYTES = 16

/** A new unguessable secret as base64url text. Throws RangeError below 16 bytes (128 bits, ASVS 11.5.1, 7.2.3). */
export function newSecret(bytes = 32): string {
  if (!(bytes >= FEWEST_BYTES)) throw new RangeError(`a secret has at least ${FEWEST_BYTES} bytes`)
  return randomBytes(bytes).toString('base64url')
}

/** SHA-256 of a secret, as stored. Only for secrets of 112 bits and more (ASVS 6.5.2): anything less needs a slow hash. */
export function digest(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest()
}

/** Compares without telling by its time where two values differ; false when their lengths differ. */
export function constantTimeEqual(a: string | Buffer, b: string | Buffer): boolean {
  const left = bytesOf(a)
  const right = bytesOf(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** HMAC-SHA-256 of a text (UTF-8). */
export function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}

function bytesOf(value: string | Buffer): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : value
}
