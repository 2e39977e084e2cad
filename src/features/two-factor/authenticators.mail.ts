import { circumstances, type Deed } from '#access/notices.ts'
import { type Block, button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'

const notMe = (deed: Deed): Block[] => [
  button('That was not me: choose a new password', `${deed.publicUrl}/forgot-password`),
  note('If it was you, there is nothing to do.'),
]

/** Tells that an authenticator app was added, and with the first one that two-factor authentication is on. */
export const authenticatorAddedLetter = (
  to: Recipient,
  deed: Deed,
  { name, first }: { name: string; first: boolean },
): Letter => ({
  name: first ? 'two-factor-on' : 'authenticator-added',
  subject: first ? 'Two-factor authentication is on' : 'An authenticator app was added to your account',
  preview: 'Every other browser was signed out.',
  body: [
    first
      ? 'Two-factor authentication was switched on for your AegisRunner account. From now on signing in takes your password and a code. Every other browser was signed out.'
      : 'Another authenticator app can now make codes for your AegisRunner account. Every other browser was signed out.',
    circumstances(to, deed, { 'Authenticator app': name }),
    ...notMe(deed),
  ],
})

/** Tells that an authenticator app was removed while others stay. */
export const authenticatorRemovedLetter = (to: Recipient, deed: Deed, name: string): Letter => ({
  name: 'authenticator-removed',
  subject: 'An authenticator app was removed from your account',
  preview: 'Its codes no longer work, and every other browser was signed out.',
  body: [
    'The codes of one of your authenticator apps no longer work for your AegisRunner account. Every other browser was signed out.',
    circumstances(to, deed, { 'Authenticator app': name }),
    ...notMe(deed),
  ],
})

/** Tells that two-factor authentication was switched off by somebody with the password and a code. */
export const twoFactorOffLetter = (to: Recipient, deed: Deed): Letter => ({
  name: 'two-factor-off',
  subject: 'Two-factor authentication is off',
  preview: 'Signing in takes your password only.',
  body: [
    'Two-factor authentication was switched off for your AegisRunner account. Signing in takes your password only, your backup codes no longer work, and every other browser was signed out.',
    circumstances(to, deed),
    ...notMe(deed),
  ],
})

/** Tells that the operator switched two-factor authentication off. */
export const twoFactorResetLetter = (publicUrl: string): Letter => ({
  name: 'two-factor-reset',
  subject: 'The operator switched your two-factor authentication off',
  preview: 'Signing in takes your password only, until you switch it on again.',
  body: [
    'The operator of this installation switched off two-factor authentication for your AegisRunner account. Your authenticator apps and backup codes no longer work, and every browser was signed out.',
    button('Sign in and switch it on again', `${publicUrl}/settings/security`),
    note('If you did not ask for this, choose a new password at once and speak to the operator.'),
  ],
})
