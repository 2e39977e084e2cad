import { circumstances, type Deed } from '#access/notices.ts'
import { button, type Letter, type Recipient } from '#platform/mail/letter.ts'

const says = {
  told: {
    subject: 'Wrong two-factor codes on your account',
    preview: 'Somebody got as far as the second step.',
    happened: 'Several wrong two-factor codes were typed for your AegisRunner account.',
  },
  paused: {
    subject: 'Two-factor codes are paused on your account',
    preview: 'Too many wrong codes in an hour.',
    happened:
      'Twenty wrong two-factor codes were typed for your AegisRunner account within an hour, so no more are looked at until the hour is over.',
  },
  closed: {
    subject: 'Two-factor codes are switched off on your account',
    preview: 'A hundred wrong codes in a row.',
    happened:
      'A hundred wrong two-factor codes in a row were typed for your AegisRunner account. Codes of your authenticator app are not looked at any more until you use one of your backup codes. If you have none, ask the operator of this installation for help.',
  },
}

/** Tells of wrong codes: whoever types them has passed the first step (ASVS 6.3.5). */
export const wrongCodesLetter = (to: Recipient, deed: Deed, what: keyof typeof says): Letter => ({
  name: `wrong-codes-${what}`,
  subject: says[what].subject,
  preview: says[what].preview,
  body: [
    says[what].happened,
    circumstances(to, deed),
    'If it was you, there is nothing to fear. If it was not, somebody knows your password or sits at a browser you are signed in with: choose a new password, which signs out every browser.',
    button('Choose a new password', `${deed.publicUrl}/forgot-password`),
  ],
})
