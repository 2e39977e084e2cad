import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'

/** Says that a copy of the person's data can be downloaded. The archive itself never goes by mail. */
export const exportReadyLetter = (to: Recipient, expiresAt: Date, publicUrl: string): Letter => ({
  name: 'export-ready',
  subject: 'Your data is ready to download',
  preview: 'Sign in to download it. It is there for 7 days.',
  body: [
    'The copy of everything AegisRunner holds about you is ready.',
    button('Download my data', `${publicUrl}/settings/profile#delete-account`),
    `You need to be signed in. It can be downloaded until ${formatInZone(expiresAt, to.timezone, 'dateTimeZone')}.`,
    note('If you did not ask for it, somebody else is signed in to your account: secure it on the Security page.'),
  ],
})
