import { maskEmail } from '#platform/email-address.ts'
import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import { circumstances, type Deed } from './circumstances.ts'

/** Proves the mailbox an account is to move to. Says nothing of whose account: a typing error may have led it to a stranger. */
export const confirmEmailChangeLetter = (to: Recipient, deed: Deed, token: string): Letter => ({
  name: 'confirm-email-change',
  subject: 'Confirm your new address',
  preview: 'Your AegisRunner account moves here when you do.',
  body: [
    'Somebody, most likely you, wants to use this address for their AegisRunner account.',
    button('Confirm this address', `${deed.publicUrl}/confirm-email#${token}`),
    'The link works once and for 24 hours. Until you use it nothing changes.',
    circumstances(to, deed),
    note('If it was not you, do nothing: without this link nobody can use your address.'),
  ],
})

/** Goes to the owner of an address that somebody else wants to change to. Tells nothing about who it was. */
export const emailChangeTakenLetter = (to: Recipient, { now, publicUrl }: Deed): Letter => ({
  name: 'email-change-taken',
  subject: 'This address already has an AegisRunner account',
  preview: 'Somebody wanted to use it for another account. Nothing was changed.',
  body: [
    `On ${formatInZone(now, to.timezone, 'dateTimeZone')} somebody asked to use this address for another AegisRunner account. It belongs to yours, so nothing was changed, and they were not told.`,
    'If it was you: sign in with this address, and delete that account or give it another address before you move this one.',
    button('Sign in', `${publicUrl}/sign-in`),
    note(`If it was not you, there is nothing to do. Forgot the password? Go to ${publicUrl}/forgot-password`),
  ],
})

/** Tells the old mailbox that the account has moved, with the link that brings it back. */
export const emailMovedAwayLetter = (to: Recipient, deed: Deed, more: { newEmail: string; token: string }): Letter => ({
  name: 'email-moved-away',
  subject: 'Your AegisRunner account has a new address',
  preview: 'If it was not you, take it back within 72 hours.',
  body: [
    `Your account no longer uses ${to.email}. Sign-in, recovery and notices now go to the new address.`,
    circumstances(to, deed, { 'New address': maskEmail(more.newEmail) }),
    'If it was you, there is nothing to do.',
    button('Undo: take my account back', `${deed.publicUrl}/undo-email#${more.token}`),
    note(
      'The button works once and for 72 hours. It restores this address, signs out every browser and makes every open link worthless. Choose a new password afterwards.',
    ),
  ],
})

/** Tells the new mailbox, and the address for notices, that the change is done. */
export const emailChangedLetter = (
  to: Recipient,
  deed: Deed,
  more: { oldEmail: string; newEmail: string },
): Letter => ({
  name: 'email-changed',
  subject: 'Your address was changed',
  preview: `You now sign in with ${more.newEmail}.`,
  body: [
    `From now on you sign in to AegisRunner with ${more.newEmail}. Other browsers were signed out.`,
    circumstances(to, deed, { 'Old address': more.oldEmail, 'New address': more.newEmail }),
    'The old address was told, and can undo the change for 72 hours.',
    button('That was not me: choose a new password', `${deed.publicUrl}/forgot-password`),
  ],
})

/** Tells everybody concerned that a change of address was undone. `oldEmail` is in force again. */
export const emailRestoredLetter = (
  to: Recipient,
  deed: Deed,
  more: { oldEmail: string; newEmail: string },
): Letter => ({
  name: 'email-restored',
  subject: 'A change of your address was undone',
  preview: `The account uses ${more.oldEmail} again.`,
  body: [
    `Your AegisRunner account uses ${more.oldEmail} again, and no longer ${more.newEmail}. Every browser was signed out, and every open link is worthless.`,
    circumstances(to, deed),
    'If you undid it because somebody else had changed it, that person may know your password: choose a new one now.',
    button('Choose a new password', `${deed.publicUrl}/forgot-password`),
  ],
})
