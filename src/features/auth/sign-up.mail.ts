import { button, type Letter, note } from '#platform/mail/letter.ts'

/** Proves the mailbox of a sign-up. */
export const confirmSignUpLetter = (url: string): Letter => ({
  name: 'confirm-sign-up',
  subject: 'Confirm your address to finish signing up',
  preview: 'One click and your AegisRunner account is ready.',
  body: [
    'Somebody, most likely you, is signing up to AegisRunner with this address.',
    button('Confirm and finish', url),
    'The link works once and for 24 hours. Your account is made when you use it; until then nothing exists.',
    note('If it was not you, do nothing: without this link no account can be made with your address.'),
  ],
})

/** Goes to somebody who has an account already when their address is used to sign up. */
export const alreadyHaveAccount = (publicUrl: string): Letter => ({
  name: 'already-have-account',
  subject: 'You already have an AegisRunner account',
  preview: 'Sign in as usual, or choose a new password.',
  body: [
    'Somebody, most likely you, tried to sign up with this address. It has an account already, and nothing was changed.',
    button('Sign in', `${publicUrl}/sign-in`),
    `Forgot the password? Choose a new one at ${publicUrl}/forgot-password`,
    note('If it was not you, there is nothing to do. Whoever tried was not told that you have an account.'),
  ],
})
