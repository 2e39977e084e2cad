import type { Abandoned } from '#access/challenge.queries.ts'
import { deviceName } from '#access/device-name.ts'
import { button, facts, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'

/** Tells that somebody gave the right password in a strange browser, and stopped at the second step. */
export const abandonedLetter = (to: Recipient, { ip, userAgent, at }: Abandoned, publicUrl: string): Letter => ({
  name: 'sign-in-abandoned',
  subject: 'Your password was used, but not your second factor',
  preview: 'Nobody got in.',
  body: [
    'Somebody typed the right password of your AegisRunner account in a browser we have not seen before, and went no further than the second step. Nobody got in.',
    facts({
      When: formatInZone(at, to.timezone, 'dateTimeZone'),
      Browser: deviceName(userAgent),
      'IP address': ip,
    }),
    'If it was not you, somebody knows your password.',
    button('Choose a new password', `${publicUrl}/forgot-password`),
    note('If it was you, there is nothing to do.'),
  ],
})
