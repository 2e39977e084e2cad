import type { Advice, Safeguard } from '#access/safeguard.ts'
import type { Reader } from '#platform/db/db.ts'
import { backupCodesLeft, backupCodesOf, deleteBackupCodes } from './backup-code.queries.ts'
import { authenticatorsOf } from './queries.ts'

const href = '/settings/security#two-factor'
// As many as the nudge after a sign-in calls few.
const few = 3

/**
 * What two-factor authentication adds to the safety of an account. Securing it makes the backup codes worthless, which may lie where
 * somebody else reads; the apps stay, as without them their owner would be locked out too.
 */
export const twoFactorSafeguard: Safeguard = {
  slice: 'two-factor',

  async secure(tx, userId) {
    const left = await backupCodesLeft(tx, userId)
    await deleteBackupCodes(tx, userId)
    return [{ what: 'backup_codes', count: left }]
  },

  async advise(on, { user }) {
    const apps = (await authenticatorsOf(on, user.id)).length
    if (apps === 0) {
      const says = 'Off: whoever learns your password gets in.'
      return [{ id: 'two-factor', state: 'todo', says, fix: { label: 'Enable 2FA', href } }]
    }
    const says = apps === 1 ? 'On, with one authenticator app.' : `On, with ${apps} authenticator apps.`
    return [{ id: 'two-factor', state: 'done', says, fix: null }, await codesAdvice(on, user.id)]
  },
}

async function codesAdvice(on: Reader, userId: string): Promise<Advice> {
  const codes = await backupCodesOf(on, userId)
  const left = codes.filter((code) => !code.spent_at).length
  const fix = { label: 'Make new codes', href }
  if (left === 0) {
    return { id: 'backup-codes', state: 'attention', says: 'None left: without your phone you could not sign in.', fix }
  }
  const says = `${left} of ${codes.length} left.`
  return left <= few
    ? { id: 'backup-codes', state: 'todo', says, fix }
    : { id: 'backup-codes', state: 'done', says, fix: null }
}
