import type { SecuredThing, Taken } from '#access/safeguard.ts'
import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { circumstances, type Deed } from './circumstances.ts'

const words: Record<SecuredThing, string> = {
  sessions: 'Sessions signed out',
  devices: 'Browsers forgotten',
  email_change: 'Changes of address cancelled',
  deletion: 'Deletions of the account cancelled',
  keys: 'API keys revoked',
  passkeys: 'Passkeys removed',
  backup_codes: 'Backup codes made worthless',
}

/** The receipt of “Secure my account”: what was taken away, and what is still to do. */
export const accountSecuredLetter = (to: Recipient, deed: Deed, taken: Taken[]): Letter => ({
  name: 'account-secured',
  subject: 'Your account was secured',
  preview: 'A new password is due before anybody can sign in with one.',
  body: [
    'Somebody signed in to your AegisRunner account pressed “Secure my account”. Every other session, remembered browser and open link ended with it.',
    circumstances(to, deed, Object.fromEntries(taken.map(({ what, count }) => [words[what], String(count)]))),
    'The present password opens no new session. Choose a new one on the Security page, or with a link to this mailbox.',
    button('Choose a new password', `${deed.publicUrl}/forgot-password`),
    note('If it was not you, choose a new password now: nothing else needs to be undone.'),
  ],
})
