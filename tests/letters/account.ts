import { accountSecuredLetter } from '#features/account/account-secured.mail.ts'
import {
  deletionBlockedLetter,
  deletionCancelledLetter,
  deletionReceiptLetter,
  deletionScheduledLetter,
  deletionSoonLetter,
} from '#features/account/deletion.mail.ts'
import {
  confirmEmailChangeLetter,
  emailChangedLetter,
  emailChangeTakenLetter,
  emailMovedAwayLetter,
  emailRestoredLetter,
} from '#features/account/email-change.mail.ts'
import { exportReadyLetter } from '#features/account/export.mail.ts'
import { kept } from '#features/account/mail-receipt.ts'
import {
  confirmNotificationEmailLetter,
  notificationEmailChangedLetter,
} from '#features/account/notification-email.mail.ts'
import { passwordChangedLetter } from '#features/account/password-changed.mail.ts'
import { verifyEmailLetter } from '#features/account/verify-email.mail.ts'
import { days, later } from '#platform/clock.ts'
import { ada, as, type Desk, type LetterSample, sample, token } from './sample.ts'

const chrome =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

/** Something that was done to Ada's account just now. */
export const deedAt = ({ now, publicUrl }: Desk) => ({
  client: { ip: '203.0.113.42', network: '203.0.113.42', userAgent: chrome, requestId: 'req-1' },
  now,
  publicUrl,
})

/** Letters about the account itself. */
export function accountLetters(desk: Desk): LetterSample[] {
  const { now, publicUrl, platform } = desk
  const deed = deedAt(desk)
  const dueAt = later(now, days(30))
  const moved = { oldEmail: 'ada@old.example', newEmail: ada.email }
  const second = 'ada@second-mailbox.example'
  const account = 'usr_01kb0000000000000000000000'
  const receipt = { account, publicUrl, erasedAt: now, kept }
  const signed = platform.signer.token({ iss: publicUrl, sub: account, event: 'account erased', kept })
  return [
    sample(verifyEmailLetter, publicUrl, token),
    sample(passwordChangedLetter, ada, deed),
    sample(confirmEmailChangeLetter, ada, deed, token),
    sample(emailChangeTakenLetter, ada, deed),
    sample(emailMovedAwayLetter, ada, deed, { newEmail: 'charles@elsewhere.example', token }),
    sample(emailChangedLetter, ada, deed, moved),
    sample(emailRestoredLetter, ada, deed, moved),
    sample(confirmNotificationEmailLetter, ada, deed, token),
    sample(notificationEmailChangedLetter, ada, deed, { before: null, after: second }),
    as(
      'notification-email-removed',
      sample(notificationEmailChangedLetter, ada, deed, { before: second, after: null }),
    ),
    sample(accountSecuredLetter, ada, deed, [
      { what: 'sessions', count: 3 },
      { what: 'devices', count: 2 },
      { what: 'keys', count: 1 },
      { what: 'passkeys', count: 1 },
    ]),
    sample(exportReadyLetter, ada, later(now, days(7)), publicUrl),
    sample(deletionScheduledLetter, ada, deed, dueAt),
    as('deletion-in-a-week', sample(deletionSoonLetter, ada, { dueAt, daysLeft: 7, publicUrl })),
    as('deletion-tomorrow', sample(deletionSoonLetter, ada, { dueAt, daysLeft: 1, publicUrl })),
    sample(deletionCancelledLetter, ada, deed),
    sample(deletionBlockedLetter, {
      obstacles: [
        {
          code: 'sole_owner',
          says: 'You are the only owner of Analytical Engines, which has other members.',
          fixes: [],
        },
        { code: 'payment', says: 'A payment of Difference Works is under way.', fixes: [] },
      ],
      publicUrl,
    }),
    sample(deletionReceiptLetter, ada, { ...receipt, token: signed }),
  ]
}
