import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { circumstances, type Deed } from './circumstances.ts'

/** Tells that the password was changed by somebody who knew the old one. */
export const passwordChangedLetter = (to: Recipient, deed: Deed): Letter => ({
  name: 'password-changed',
  subject: 'Your password was changed',
  preview: 'Every other browser was signed out.',
  body: [
    'The password of your AegisRunner account was changed, and every other browser was signed out.',
    circumstances(to, deed),
    button('That was not me: choose a new password', `${deed.publicUrl}/forgot-password`),
    note('If it was you, there is nothing to do.'),
  ],
})
