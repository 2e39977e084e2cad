import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deriveKey, type SealKey } from './crypto/seal.ts'
import { hmac } from './crypto/secrets.ts'
import { StartupFault } from './fault.ts'

/** The installation's master key: from the configuration, else from `<data>/master.key`, which is made on first start with mode 0600. */
export async function masterKey(given: string | undefined, dataDir: string): Promise<Buffer> {
  if (given) return Buffer.from(given, 'base64')
  const path = join(dataDir, 'master.key')
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(`${randomBytes(32).toString('base64')}\n`)
    await file.sync()
    await file.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new StartupFault(`The master key ${path} cannot be written (${(error as Error).message}).`)
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64')
  if (key.length !== 32)
    throw new StartupFault(
      `The master key in ${path} is damaged: it must be 32 bytes in base64. Put the saved copy back.`,
    )
  return key
}

/** The keys that seal and open under these master keys, the one in use first. */
export const sealKeysOf = (masters: readonly Buffer[]): SealKey[] =>
  masters.map((key) => ({ id: keyId(key), key: deriveKey(key, 'seal') }))

// A name for the key that tells nothing about it, so that sealed texts say which key opens them.
const keyId = (key: Buffer): string => hmac(deriveKey(key, 'key-id'), 'id').toString('base64url').slice(0, 8)
