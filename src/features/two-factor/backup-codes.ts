import { randomBytes } from 'node:crypto'
import { hashPassword, verifyPassword } from '#platform/crypto/passwords.ts'
import { backupCodeAlphabet, backupCodeLength } from '#platform/typed-code.ts'
import type { BackupCodeRow } from './backup-code.queries.ts'
import { backupCodeCount } from './contract.ts'
import { inFours } from './totp.ts'

/** New codes as they are shown this once, and what is stored of them. */
export interface BackupCodes {
  shown: string[]
  hashes: string[]
}

/**
 * Ten codes of 80 bits. Fewer than 112 bits call for a password hash (ASVS 6.5.2), and its salts need no key: codes on paper must outlive
 * a change of the master key. Slow on purpose.
 */
export async function newBackupCodes(): Promise<BackupCodes> {
  const codes = Array.from({ length: backupCodeCount }, newCode)
  const hashes = await Promise.all(codes.map(hashPassword))
  return { shown: codes.map((code) => inFours(code).join('-')), hashes }
}

// Each of 16 random bytes gives five bits: 32 characters divide 256 evenly, so that none is likelier than another.
const newCode = (): string =>
  [...randomBytes(backupCodeLength)].map((byte) => backupCodeAlphabet[byte % backupCodeAlphabet.length]).join('')

/** The stored code that was typed, spent or not; undefined when it is none of them. Looks at every one, whichever fits. */
export async function findBackupCode(rows: BackupCodeRow[], canonical: string): Promise<BackupCodeRow | undefined> {
  const right = await Promise.all(rows.map((row) => verifyPassword(row.hash, canonical)))
  return rows.find((_row, index) => right[index])
}
