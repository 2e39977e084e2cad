import { button, facts, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'

/** Carries the link to choose a new password. */
export const recoveryLetter = (url: string): Letter => ({
  name: 'recovery',
  subject: 'Choose a new password',
  preview: 'The link works once and for 30 minutes.',
  body: [
    'Somebody, most likely you, asked for a new password for your AegisRunner account.',
    button('Choose a new password', url),
    'The link works once and for 30 minutes. Setting a new password signs out every browser.',
    note('If it was not you, do nothing: your password stays as it is.'),
  ],
})

/** Says that the password was replaced through the mailbox. */
export const recoveredLetter = (
  to: Recipient,
  { ip, now, publicUrl }: { ip: string; now: Date; publicUrl: string },
): Letter => ({
  name: 'password-recovered',
  subject: 'Your password was replaced',
  preview: 'Every browser was signed out.',
  body: [
    'The password of your AegisRunner account was replaced with a recovery link, and every browser was signed out.',
    facts({ When: formatInZone(now, to.timezone, 'dateTimeZone'), 'IP address': ip }),
    button('That was not me: choose a new password', `${publicUrl}/forgot-password`),
    note('If it was you, there is nothing to do.'),
  ],
})
