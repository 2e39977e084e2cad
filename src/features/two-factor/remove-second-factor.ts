import { forgetSecondFactors } from '#access/queries.ts'
import type { Tx } from '#platform/db/db.ts'
import { forgetTries } from './attempt.queries.ts'
import { deleteBackupCodes } from './backup-code.queries.ts'
import { deleteAuthenticators } from './queries.ts'

/**
 * Switches two-factor authentication off, whoever decided it: apps, backup codes and the count go, and no session may claim a second factor
 * any more (V39). False when it was not on. The person is locked by the caller, who also ends the sessions.
 */
export async function removeSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const apps = await deleteAuthenticators(tx, userId)
  await deleteBackupCodes(tx, userId)
  await forgetTries(tx, userId)
  await forgetSecondFactors(tx, userId)
  return apps > 0
}
