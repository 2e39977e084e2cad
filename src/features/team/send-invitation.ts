import { later } from '#platform/clock.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import type { Tx } from '#platform/db/db.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { invitationLetter } from './invitation.mail.ts'
import type { InvitationRow } from './invitation.queries.ts'
import { invitationLives } from './rules.ts'

/** A new secret for an invitation, and what of the row changes with it: the link before it is dead from then on (V90). */
export function newLink(now: Date): { secret: string; row: Pick<InvitationRow, 'digest' | 'sent_at' | 'expires_at'> } {
  const secret = newSecret()
  return { secret, row: { digest: digest(secret), sent_at: now, expires_at: later(now, invitationLives) } }
}

/** Mails the link. It goes to the invited mailbox and nowhere else: no answer of the API ever holds it (V88). */
export async function sendInvitation(
  tx: Tx,
  platform: Platform,
  invitation: Pick<InvitationRow, 'canonical' | 'role' | 'message' | 'expires_at'>,
  { secret, team, inviter, timezone }: { secret: string; team: string; inviter: string; timezone: string },
  now: Date,
): Promise<void> {
  // No name goes with an address that nobody has proven here: it would be a message of the sender's choosing.
  const to = { email: invitation.canonical, fullName: '', timezone }
  const url = `${platform.config.publicUrl}/invitation#${secret}`
  await mail(tx, platform, to, invitationLetter({ ...invitation, team, inviter, url, timezone }), now)
}
