import { deviceName } from '#access/device-name.ts'
import { days, later } from '#platform/clock.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Client } from '#platform/http/asking.ts'
import { button, facts, type Letter, note } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { formatInZone } from '#platform/zones.ts'
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
  const letter = confirmLetter({ team: await teamNameOf(tx, teamId), url, ip: client.ip, by: client.userAgent, now })
  await mail(tx, platform, { email, fullName: '', timezone: 'UTC' }, letter, now)
}

function confirmLetter(asked: { team: string; url: string; ip: string; by: string; now: Date }): Letter {
  return {
    name: 'confirm-billing-contact',
    subject: 'Confirm this address for letters about billing',
    preview: 'A team on AegisRunner wants invoices and letters about payments to come here.',
    body: [
      'A team on AegisRunner wants its letters about payments, some with invoices attached, to come to this address.',
      facts({
        Team: asked.team,
        When: formatInZone(asked.now, 'UTC', 'dateTimeZone'),
        Browser: deviceName(asked.by),
        'IP address': asked.ip,
      }),
      button('Get these letters', asked.url),
      'The link works once and for seven days. No account is made, and nobody can sign in with this address.',
      note('If you do not know the team, do nothing: without this link nothing more is sent here.'),
    ],
  }
}
