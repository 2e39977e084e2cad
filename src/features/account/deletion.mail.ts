import type { Obstacle } from '#access/departure.ts'
import { button, code, facts, type Letter, list, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import { circumstances, type Deed } from './circumstances.ts'

const card = '/settings/profile#delete-account'
const when = (to: Recipient, at: Date): string => formatInZone(at, to.timezone, 'dateTimeZone')

/** Says that the account will be erased, when, and how to keep it. */
export const deletionScheduledLetter = (to: Recipient, deed: Deed, dueAt: Date): Letter => ({
  name: 'deletion-scheduled',
  subject: `Your account will be deleted on ${formatInZone(dueAt, to.timezone, 'date')}`,
  preview: 'Until then you can change your mind with one press.',
  body: [
    `Your AegisRunner account and everything in it will be erased on ${when(to, dueAt)}. Until then it works as before.`,
    circumstances(to, deed),
    'Changed your mind? Sign in and press Cancel deletion.',
    button('Keep my account', `${deed.publicUrl}${card}`),
    note('If it was not you, keep the account, then choose a new password: somebody knows the present one.'),
  ],
})

/** Reminds a week, and a day, before. */
export const deletionSoonLetter = (
  to: Recipient,
  { dueAt, daysLeft, publicUrl }: { dueAt: Date; daysLeft: 1 | 7; publicUrl: string },
): Letter => ({
  name: 'deletion-soon',
  subject: daysLeft === 1 ? 'Your account will be deleted tomorrow' : 'Your account will be deleted in 7 days',
  preview: 'You can still keep it.',
  body: [
    `On ${when(to, dueAt)} your AegisRunner account and everything in it will be erased, as you asked. Afterwards nobody can bring it back.`,
    'To take your data along, download it from the same page first.',
    button('Keep my account', `${publicUrl}${card}`),
    note('If that is what you want, there is nothing to do.'),
  ],
})

/** Says that the account stays. */
export const deletionCancelledLetter = (to: Recipient, deed: Deed): Letter => ({
  name: 'deletion-cancelled',
  subject: 'Your account stays',
  preview: 'The deletion was cancelled.',
  body: [
    'The deletion of your AegisRunner account was cancelled. Nothing was removed.',
    circumstances(to, deed),
    button('Open your settings', `${deed.publicUrl}${card}`),
  ],
})

/** Says that the day has come and something must be settled first. */
export const deletionBlockedLetter = ({
  obstacles,
  publicUrl,
}: {
  obstacles: Obstacle[]
  publicUrl: string
}): Letter => ({
  name: 'deletion-blocked',
  subject: 'Your account could not be deleted yet',
  preview: obstacles[0]?.says ?? 'Something must be settled first.',
  body: [
    'The day you chose has come, but something must be settled before your AegisRunner account can be erased:',
    list(obstacles.map(({ says }) => says)),
    'Once that is done, the account is erased within minutes. You need not ask again.',
    button('Settle it', `${publicUrl}${card}`),
  ],
})

/** The signed receipt of an erasure. */
export const deletionReceiptLetter = (
  to: Recipient,
  receipt: { account: string; token: string; publicUrl: string; erasedAt: Date; kept: string[] },
): Letter => ({
  name: 'deletion-receipt',
  subject: 'Your account was deleted',
  preview: 'A signed receipt. This address is free for a new account.',
  body: [
    'Your AegisRunner account was erased, with everything that belonged to it.',
    facts({ Account: receipt.account, Erased: when(to, receipt.erasedAt), Stays: `${receipt.kept.join('; ')}.` }),
    'This is the receipt, signed by the installation (a JSON Web Signature, Ed25519):',
    code(receipt.token),
    `Anybody can check it with the public key at ${receipt.publicUrl}/api/v1/receipt-keys`,
    note(
      'Copies in backups go when those expire. This letter is the last: the address is not kept, and free for a new account.',
    ),
  ],
})
