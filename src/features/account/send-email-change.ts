import { issueToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { hours, minutes } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import type { Deed } from './circumstances.ts'
import { confirmEmailChangeLetter, emailChangeTakenLetter } from './email-change.mail.ts'
import type { EmailChangeRow } from './email-change.queries.ts'
import { type UserRow, userByEmail } from './queries.ts'
import { recipientOf, unproven } from './recipients.ts'

/** How long a change of address waits for its confirmation, counted from the last letter. */
export const changeLifetime = hours(24)

/** How soon the letter may be sent again. */
export const resendPause = minutes(1)

/**
 * Sends the link that confirms a change of address; the one before dies. An address that has an account gets a letter to its owner in
 * place of the link. Both ways do the same work, one token and one letter, so that neither the answer nor its time tells them apart.
 */
export async function sendEmailChange(
  tx: Tx,
  platform: Platform,
  { person, change, deed }: { person: UserRow; change: EmailChangeRow; deed: Deed },
): Promise<void> {
  const { now } = deed
  await voidOneTimeTokens(tx, person.id, now, ['confirm-email-change'])
  const binding = { userId: person.id, address: change.new_canonical, subjectId: change.id, lifetime: changeLifetime }
  const token = await issueToken(tx, { ...binding, purpose: 'confirm-email-change' }, now)
  const owner = await userByEmail(tx, change.new_canonical)
  const to = owner ? recipientOf(owner) : unproven(change.new_email, person.timezone)
  const letter = owner ? emailChangeTakenLetter(to, deed) : confirmEmailChangeLetter(to, deed, token)
  await mail(tx, platform, to, letter, now)
}

/** A change of address as its owner sees it. */
export const pendingView = (change: EmailChangeRow) => ({
  pending: {
    newEmail: change.new_email,
    requestedAt: change.requested_at,
    sentAt: change.sent_at,
    expiresAt: change.expires_at,
  },
})
