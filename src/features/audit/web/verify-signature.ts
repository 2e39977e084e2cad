import type { VerifySignature } from '../checkpoint.ts'

const algorithm = { name: 'Ed25519' }

/** Checks a signature with the browser's own crypto. */
export const verifyInBrowser: VerifySignature = async (publicKey, text, signature) => {
  const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), algorithm, false, ['verify'])
  return crypto.subtle.verify(algorithm, key, bytesOf(signature), bytesOf(new TextEncoder().encode(text)))
}

/** Whether this browser knows Ed25519; older ones do not. */
export async function signaturesKnown(): Promise<boolean> {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(32), algorithm, false, ['verify'])
    return true
  } catch {
    return false
  }
}

const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
