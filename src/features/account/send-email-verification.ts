import { issueToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { days } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import type { UserRow } from './queries.ts'
import { recipientOf } from './recipients.ts'
import { verifyEmailLetter } from './verify-email.mail.ts'

/** Sends the link that proves a person's own mailbox; the one before dies. Lives 7 days. */
export async function sendEmailVerification(tx: Tx, platform: Platform, person: UserRow, now: Date): Promise<void> {
  await voidOneTimeTokens(tx, person.id, now, ['verify-email'])
  const binding = { userId: person.id, address: person.email_canonical, lifetime: days(7) }
  const token = await issueToken(tx, { ...binding, purpose: 'verify-email' }, now)
  await mail(tx, platform, recipientOf(person), verifyEmailLetter(platform.config.publicUrl, token), now)
}
