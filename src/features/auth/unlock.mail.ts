import { button, type Letter, note } from '#platform/mail/letter.ts'

/** Lets a browser in while strangers’ failures have closed the door to browsers that nobody knows. */
export const unlockLetter = (url: string): Letter => ({
  name: 'sign-in-closed',
  subject: 'Too many failed sign-ins to your account',
  preview: 'New browsers are turned away for now; yours can be let in.',
  body: [
    'There were many failed attempts to sign in to your AegisRunner account, so browsers we do not know are turned away before their password is looked at. Browsers you used before still work.',
    button('Let my browser in', url),
    'The link works once and for 7 days. You then sign in with your password as usual.',
    note(
      'If the attempts were not yours, your password was not found: nobody got in. Choosing a new password also ends this state.',
    ),
  ],
})
