import { expiringLetter } from '#features/api-keys/expiring.mail.ts'
import { leakedLetter } from '#features/api-keys/leaked.mail.ts'
import { checkpointLetter } from '#features/audit/checkpoint.mail.ts'
import { exportFileLetter } from '#features/audit/export-file.mail.ts'
import { abandonedLetter } from '#features/auth/abandoned.mail.ts'
import { newDeviceLetter } from '#features/auth/new-device.mail.ts'
import { recoveredLetter, recoveryLetter } from '#features/auth/recovery.mail.ts'
import { sessionsEndedLetter } from '#features/auth/sessions-ended.mail.ts'
import { alreadyHaveAccount, confirmSignUpLetter } from '#features/auth/sign-up.mail.ts'
import { unlockLetter } from '#features/auth/unlock.mail.ts'
import { passkeyAddedLetter, passkeyRemovedLetter } from '#features/passkeys/passkeys.mail.ts'
import { invitationLetter, removedLetter, teamDeletedLetter } from '#features/team/invitation.mail.ts'
import {
  authenticatorAddedLetter,
  authenticatorRemovedLetter,
  twoFactorOffLetter,
  twoFactorResetLetter,
} from '#features/two-factor/authenticators.mail.ts'
import { backupCodesReplacedLetter, backupCodeUsedLetter } from '#features/two-factor/backup-codes.mail.ts'
import { wrongCodesLetter } from '#features/two-factor/wrong-codes.mail.ts'
import { days, later } from '#platform/clock.ts'
import { deedAt } from './account.ts'
import { ada, as, type Desk, type LetterSample, sample, team, token } from './sample.ts'

/** Letters about getting in: signing up and in, second factors, keys, invitations. */
export function accessLetters(desk: Desk): LetterSample[] {
  const { now, publicUrl } = desk
  const deed = deedAt(desk)
  const { client } = deed
  const key = { name: 'Deploy pipeline', last_four: 'x7Qa', expires_at: later(now, days(7)) }
  const invitation = { role: 'member', inviter: 'Charles Babbage', team: team.name, timezone: 'UTC' } as const
  const sent = { ...invitation, expires_at: later(now, days(7)), url: `${publicUrl}/invitation#${token}` }
  const root = '9f2c1d77a0b4e3865512c8f0d9ab34e17766f0c2b8a95d4e3f21c0b9a8d7e6f5'
  const checkpoint = {
    log: team.id,
    size: 18_204,
    root,
    at: now.toISOString(),
    previous: root,
    keyId: 'b41d',
    signature: `${root}${root}`,
  }
  return [
    sample(confirmSignUpLetter, `${publicUrl}/confirm-sign-up#${token}`),
    sample(alreadyHaveAccount, publicUrl),
    sample(newDeviceLetter, ada, { client, now, notMeUrl: `${publicUrl}/not-me#${token}` }),
    sample(abandonedLetter, ada, { ...client, at: now }, publicUrl),
    sample(unlockLetter, `${publicUrl}/unlock#${token}`),
    sample(recoveryLetter, `${publicUrl}/choose-password#${token}`),
    sample(recoveredLetter, ada, { ip: client.ip, now, publicUrl }),
    sample(sessionsEndedLetter, publicUrl),
    sample(authenticatorAddedLetter, ada, deed, { name: 'Ada’s phone', first: true }),
    sample(authenticatorAddedLetter, ada, deed, { name: 'Old tablet', first: false }),
    sample(authenticatorRemovedLetter, ada, deed, 'Old tablet'),
    sample(twoFactorOffLetter, ada, deed),
    sample(twoFactorResetLetter, publicUrl),
    sample(backupCodeUsedLetter, ada, deed, 7),
    as('backup-codes-few', sample(backupCodeUsedLetter, ada, deed, 1)),
    as('backup-codes-none', sample(backupCodeUsedLetter, ada, deed, 0)),
    sample(backupCodesReplacedLetter, ada, deed),
    sample(wrongCodesLetter, ada, deed, 'told'),
    sample(wrongCodesLetter, ada, deed, 'paused'),
    sample(wrongCodesLetter, ada, deed, 'closed'),
    sample(passkeyAddedLetter, ada, deed, 'iCloud Keychain'),
    sample(passkeyRemovedLetter, ada, deed, 'iCloud Keychain'),
    sample(expiringLetter, ada, { key, team: team.name, publicUrl, stage: 'week' }),
    sample(expiringLetter, ada, { key, team: team.name, publicUrl, stage: 'day' }),
    sample(leakedLetter, ada, { key, team: team.name, publicUrl, now }),
    sample(invitationLetter, { ...sent, message: 'Come and help us with the checkout tests. Lunch is on me.' }),
    as('invitation-without-words', sample(invitationLetter, { ...sent, message: '' })),
    sample(removedLetter, team.name, 'Charles Babbage'),
    sample(teamDeletedLetter, team.name, 'Charles Babbage'),
    sample(exportFileLetter, ada, {
      team: team.name,
      teamId: team.id,
      days: 7,
      expiresAt: later(now, days(7)),
      publicUrl,
    }),
    sample(checkpointLetter, ada, { team: team.name, outside: false, publicUrl, checkpoint }),
    as(
      'audit-checkpoint-outside',
      sample(checkpointLetter, ada, { team: team.name, outside: true, publicUrl, checkpoint }),
    ),
  ]
}
