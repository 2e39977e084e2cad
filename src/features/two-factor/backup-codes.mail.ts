import { circumstances, type Deed } from '#access/notices.ts'
import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { fewBackupCodes } from './contract.ts'

const leftInWords = (left: number): string =>
  left === 0 ? 'You have no backup codes left.' : `You have ${left} backup ${left === 1 ? 'code' : 'codes'} left.`

/** Tells that a backup code was used, and when it is time for new ones. */
export const backupCodeUsedLetter = (to: Recipient, deed: Deed, left: number): Letter => ({
  name: 'backup-code-used',
  subject: left > fewBackupCodes ? 'A backup code was used' : `A backup code was used: ${left || 'none'} left`,
  preview: leftInWords(left),
  body: [
    'One of the backup codes of your AegisRunner account was used in place of your authenticator app.',
    circumstances(to, deed),
    left > fewBackupCodes
      ? leftInWords(left)
      : `${leftInWords(left)} Make new ones, so that you do not lock yourself out.`,
    button('Look at your backup codes', `${deed.publicUrl}/settings/security`),
    note(
      `If it was not you, choose a new password at ${deed.publicUrl}/forgot-password and make new backup codes: somebody has yours.`,
    ),
  ],
})

/** Tells that there are new backup codes, and that the old ones are worth nothing. */
export const backupCodesReplacedLetter = (to: Recipient, deed: Deed): Letter => ({
  name: 'backup-codes-replaced',
  subject: 'New backup codes were made',
  preview: 'The ones you had before no longer work.',
  body: [
    'New backup codes were made for your AegisRunner account. The ones from before no longer work, and no browser is trusted any more.',
    circumstances(to, deed),
    button('That was not me: choose a new password', `${deed.publicUrl}/forgot-password`),
    note('If it was you, there is nothing to do.'),
  ],
})
