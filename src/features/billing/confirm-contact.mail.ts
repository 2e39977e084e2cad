import { deviceName } from '#access/device-name.ts'
import { button, facts, type Letter, note } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'

/** Proves the mailbox of a billing contact before anything else is sent there. */
export function confirmContactLetter(asked: { team: string; url: string; ip: string; by: string; now: Date }): Letter {
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
    because: 'a team wants letters about its payments to come here.',
  }
}
