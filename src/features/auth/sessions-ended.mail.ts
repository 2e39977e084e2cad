import { button, type Letter, note } from '#platform/mail/letter.ts'

/** Tells a person that the operator signed them out everywhere. */
export const sessionsEndedLetter = (publicUrl: string): Letter => ({
  name: 'sessions-ended',
  subject: 'The operator signed you out everywhere',
  preview: 'Sign in again to go on.',
  body: [
    'The operator of this installation ended every session of your AegisRunner account. Your password and your API keys are as before.',
    button('Sign in', `${publicUrl}/sign-in`),
    note('Ask the operator if you did not expect this.'),
  ],
})
