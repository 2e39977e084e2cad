import { circumstances, type Deed } from '#access/notices.ts'
import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'

/** Tells of a new passkey: a new way to sign in, without the password. */
export const passkeyAddedLetter = (to: Recipient, deed: Deed, name: string): Letter => ({
  name: 'passkey-added',
  subject: 'A passkey was added to your account',
  preview: `${name} can now be used to sign in.`,
  body: [
    'A passkey was added to your AegisRunner account. Whoever holds it can sign in without your password.',
    circumstances(to, deed, { Passkey: name }),
    button('That was not me: see my passkeys', `${deed.publicUrl}/settings/security`),
    note(
      'If it was you, there is nothing to do. If not, remove the passkey there, end the other sessions, and change your password.',
    ),
  ],
})

/** Tells that a passkey was removed. */
export const passkeyRemovedLetter = (to: Recipient, deed: Deed, name: string): Letter => ({
  name: 'passkey-removed',
  subject: 'A passkey was removed from your account',
  preview: `${name} can no longer be used to sign in.`,
  body: [
    'A passkey was removed from your AegisRunner account. It can no longer be used to sign in, even where it is still kept.',
    circumstances(to, deed, { Passkey: name }),
    button('That was not me: see my passkeys', `${deed.publicUrl}/settings/security`),
    note(
      'If it was you, there is nothing to do. Browsers that were signed in with it stay signed in until you end them.',
    ),
  ],
})
