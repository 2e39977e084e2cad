import type { Departure } from '#access/departure.ts'
import type { Tx } from '#platform/db/db.ts'
import { forgetTries } from './attempt.queries.ts'
import { backupCodesLeft, backupCodesOf, deleteBackupCodes } from './backup-code.queries.ts'
import { authenticatorsOf, deleteAuthenticators } from './queries.ts'

/** What leaving means for two-factor authentication: apps and codes go. Secrets are in no export. */
export const twoFactorDeparture: Departure = {
  slice: 'two-factor',

  belongings: async (on, { user }) => [
    { what: 'Authenticator apps', count: (await authenticatorsOf(on, user.id)).length, stays: false },
    { what: 'Backup codes', count: await backupCodesLeft(on, user.id), stays: false },
  ],

  atOnce: (tx, _platform, userId) => forget(tx, userId),
  erase: (tx, _platform, userId) => forget(tx, userId),

  async export(on, _platform, userId) {
    const apps = await authenticatorsOf(on, userId)
    const codes = await backupCodesOf(on, userId)
    const content = {
      authenticators: apps.map(({ id, name, created_at, confirmed_at, last_used_at }) => ({
        id,
        name,
        createdAt: created_at,
        confirmedAt: confirmed_at,
        lastUsedAt: last_used_at,
      })),
      backupCodes: codes.map(({ created_at, spent_at }) => ({ createdAt: created_at, spentAt: spent_at })),
    }
    return [
      { name: 'two-factor.json', says: 'Your authenticator apps and backup codes, without their secrets.', content },
    ]
  },
}

async function forget(tx: Tx, userId: string): Promise<void> {
  await deleteAuthenticators(tx, userId)
  await deleteBackupCodes(tx, userId)
  await forgetTries(tx, userId)
}
