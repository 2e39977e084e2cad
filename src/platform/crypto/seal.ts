import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/
const SEALED = /^v1:([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]*):([A-Za-z0-9_-]*):([A-Za-z0-9_-]*)$/

/** A sealed text cannot be opened: unknown key, changed text or other associated data. Says nothing about the contents. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

/** A 256-bit key; `id` (letters, digits, `_`, `-`) is written into what it seals. */
export type SealKey = { id: string; key: Buffer }

/** Encrypts small secrets for the database as `v1:<key id>:<nonce>:<ciphertext>:<tag>`, base64url. */
export type Sealer = {
  currentKeyId: string
  /** `aad` names the row the secret belongs to (e.g. the user id), so that it cannot be moved to another. */
  seal(plain: string | Buffer, aad: string): string
  /** Throws `SealBroken`. */
  open(text: string, aad: string): Buffer
}

/** The first key seals, all of them open. Throws RangeError for no key, a wrong size, or a wrong or double id. */
export function createSealer(keys: SealKey[]): Sealer {
  const [current] = keys
  if (!current) throw new RangeError('a sealer needs a key')
  const byId = new Map(keys.map(({ id, key }) => [id, key]))
  if (byId.size !== keys.length) throw new RangeError('two sealing keys have the same id')
  for (const { id, key } of keys) {
    if (!KEY_ID.test(id)) throw new RangeError('a sealing key id is 1 to 32 letters, digits, _ or -')
    if (key.length !== KEY_BYTES) throw new RangeError(`sealing key ${id} must have ${KEY_BYTES} bytes`)
  }

  return {
    currentKeyId: current.id,
    seal(plain, aad) {
      // Random 96-bit nonces stay safe for 2^32 seals under one key (SP 800-38D §8.3), far beyond one secret per user.
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, current.key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(bound(current.id, aad))
      const sealed = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final()])
      const parts = [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))
      return ['v1', current.id, ...parts].join(':')
    },
    open(text, aad) {
      const [, id = '', ...parts] = SEALED.exec(text) ?? []
      const key = byId.get(id)
      const [nonce, sealed, tag] = parts.map(strictBytes)
      if (!key || nonce?.length !== NONCE_BYTES || !sealed || tag?.length !== TAG_BYTES) throw new SealBroken()
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(bound(id, aad)).setAuthTag(tag)
      try {
        return Buffer.concat([decipher.update(sealed), decipher.final()])
      } catch {
        throw new SealBroken()
      }
    },
  }
}

/** A key for one purpose, derived from the master secret (HKDF-SHA-256). Throws RangeError for a master < 32 bytes. */
export function deriveKey(master: Buffer, purpose: string): Buffer {
  if (master.length < KEY_BYTES) throw new RangeError(`a master secret has at least ${KEY_BYTES} bytes`)
  if (!purpose) throw new RangeError('a derived key needs a purpose')
  return Buffer.from(hkdfSync('sha256', master, '', purpose, KEY_BYTES))
}

function bound(id: string, aad: string): Buffer {
  return Buffer.from(`v1:${id}:${aad}`, 'utf8')
}

/** Node's decoder forgives stray bits; a text that is not the one spelling of its bytes was not written by `seal`. */
function strictBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}
