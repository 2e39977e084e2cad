import { button, type Letter, note } from '#platform/mail/letter.ts'

/** Asks somebody who is let in already to prove their mailbox all the same. */
export const verifyEmailLetter = (publicUrl: string, token: string): Letter => ({
  name: 'verify-email',
  subject: 'Confirm your e-mail address',
  preview: 'So that recovery and notices reach you.',
  body: [
    'Confirm this address, so that password recovery and security notices of your AegisRunner account reach you.',
    button('Confirm my address', `${publicUrl}/verify-email#${token}`),
    note('The link works once and for 7 days. It replaces those we sent before.'),
  ],
})
