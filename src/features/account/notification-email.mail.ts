import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { circumstances, type Deed } from './circumstances.ts'

/** Proves a second address for notices before anything is sent to it. */
export const confirmNotificationEmailLetter = (to: Recipient, deed: Deed, token: string): Letter => ({
  name: 'confirm-notification-email',
  subject: 'Confirm this address for notices',
  preview: 'Notices about an AegisRunner account are to come here as well.',
  body: [
    'Somebody, most likely you, wants notices about their AegisRunner account to come to this address as well.',
    button('Confirm this address', `${deed.publicUrl}/confirm-notification-email#${token}`),
    'The link works once and for 24 hours. Nobody can sign in or recover an account with this address.',
    circumstances(to, deed),
    note('If it was not you, do nothing: without this link nothing more is sent here.'),
  ],
})

/** Tells that the second address was set, replaced or removed. `to` may be the address it was. */
export const notificationEmailChangedLetter = (
  to: Recipient,
  deed: Deed,
  { before, after }: { before: string | null; after: string | null },
): Letter => ({
  name: 'notification-email-changed',
  subject: after ? 'Notices now go to a second address' : 'Notices no longer go to a second address',
  preview: after ? `Notices go to ${after} as well.` : `${before} was removed.`,
  body: [
    after
      ? `Notices about your AegisRunner account now go to ${after} as well.`
      : `Notices about your AegisRunner account no longer go to ${before}.`,
    circumstances(to, deed, { Before: before ?? 'none', Now: after ?? 'none' }),
    'If it was you, there is nothing to do.',
    button('That was not me: choose a new password', `${deed.publicUrl}/forgot-password`),
  ],
})
