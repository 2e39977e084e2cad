import { days, later } from '#platform/clock.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Client } from '#platform/http/asking.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { confirmContactLetter } from './confirm-contact.mail.ts'
import { saveContact } from './contact.queries.ts'
import { teamNameOf } from './queries.ts'

const linkLives = days(7)

/** Names a contact whose mailbox nobody has proven yet, and sends the link that proves it; the link before it is dead. */
export async function askContact(
  tx: Tx,
  platform: Platform,
  { teamId, email, kinds }: { teamId: string; email: string; kinds: string[] },
  client: Client,
  now: Date,
): Promise<void> {
  const secret = newSecret()
  const link_ends_at = later(now, linkLives)
  await saveContact(tx, { team_id: teamId, email, kinds, proven_at: null, digest: digest(secret), link_ends_at })
  const url = `${platform.config.publicUrl}/confirm-billing-contact#${secret}`
  const letter = confirmContactLetter({
    team: await teamNameOf(tx, teamId),
    url,
    ip: client.ip,
    by: client.userAgent,
    now,
  })
  await mail(tx, platform, { email, fullName: '', timezone: 'UTC' }, letter, now)
}
