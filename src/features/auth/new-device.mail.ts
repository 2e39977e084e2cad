import { deviceName } from '#access/device-name.ts'
import type { Client } from '#platform/http/asking.ts'
import { button, facts, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'

/** Tells of a sign-in from a browser this person never used before (ASVS 6.3.5). */
export const newDeviceLetter = (
  to: Recipient,
  { client, now, notMeUrl }: { client: Client; now: Date; notMeUrl: string },
): Letter => ({
  name: 'new-device',
  subject: 'New sign-in to your AegisRunner account',
  preview: `${deviceName(client.userAgent)}, ${formatInZone(now, to.timezone, 'dateTimeZone')}`,
  body: [
    'Your account was signed in to from a browser we have not seen before.',
    facts({
      When: formatInZone(now, to.timezone, 'dateTimeZone'),
      Browser: deviceName(client.userAgent),
      'IP address': client.ip,
    }),
    'If it was you, there is nothing to do.',
    button('This wasn’t me', notMeUrl),
    note(
      'The button leads to a page that secures your account: it signs out every browser, revokes your keys and passkeys, closes the present password, and sends you a link to choose another. It works for 7 days.',
    ),
  ],
})
