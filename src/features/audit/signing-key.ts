import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { VerifySignature } from './checkpoint.ts'
import { hex } from './entry.ts'
import { insertSigningKey, signingKeys } from './queries.ts'
import { sha256 } from './sha256.ts'

/** The key that signs checkpoints. */
export interface SigningKey {
  id: string
  sign(text: string): Uint8Array
}

const known = new WeakMap<Platform, SigningKey>()

/** The newest signing key; the first call of an installation makes it. Called under the sealing lock, so only one is made. */
export async function signingKey(tx: Tx, platform: Platform, now: Date): Promise<SigningKey> {
  const before = known.get(platform)
  if (before) return before
  const [stored] = await signingKeys(tx)
  const key = stored
    ? signerOf(
        stored.id,
        createPrivateKey({ key: platform.sealer.open(stored.private_key, stored.id), format: 'der', type: 'pkcs8' }),
      )
    : await makeKey(tx, platform, now)
  if (stored) known.set(platform, key)
  return key
}

async function makeKey(tx: Tx, { sealer }: Platform, now: Date): Promise<SigningKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const bytes = rawPublicKey(publicKey)
  const id = hex(sha256(bytes)).slice(0, 16)
  const der = privateKey.export({ format: 'der', type: 'pkcs8' })
  await insertSigningKey(tx, { id, public_key: bytes, private_key: sealer.seal(der, id), created_at: now })
  return signerOf(id, privateKey)
}

const signerOf = (id: string, key: KeyObject): SigningKey => ({
  id,
  sign: (text) => sign(null, Buffer.from(text), key),
})

// The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key; what stands before is always the same.
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const rawPublicKey = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length)

/** Checks a signature with Node's own crypto. */
export const verifyWithNode: VerifySignature = async (publicKey, text, signature) => {
  if (publicKey.length !== 32) return false
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), key, signature)
}

/** The public key as OpenSSL reads it. */
export const pemOf = (publicKey: Buffer): string =>
  createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: 'der', type: 'spki' })
    .export({ format: 'pem', type: 'spki' })
    .toString()
