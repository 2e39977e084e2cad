import { keyDisplay } from '#access/key-format.ts'
import { button, facts, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import type { KeyRow } from './queries.ts'

/** Tells the keepers of a key that somebody found it, and that it is dead. */
export const leakedLetter = (
  to: Recipient,
  {
    key,
    team,
    publicUrl,
    now,
  }: { key: Pick<KeyRow, 'name' | 'last_four'>; team: string; publicUrl: string; now: Date },
): Letter => ({
  name: 'key-leaked',
  subject: 'An API key was found in the open and revoked',
  preview: 'Whatever used it needs a new one.',
  body: [
    'Somebody reported one of your API keys as found where others can read it. It was revoked at once, so nobody can use it any more.',
    facts({
      Key: key.name,
      'Ends in': keyDisplay(key.last_four),
      Team: team,
      Revoked: formatInZone(now, to.timezone, 'dateTimeZone'),
    }),
    'Make a new key for whatever used this one, and look where it stood: in a repository it stays readable in older versions.',
    button('Make a new key', `${publicUrl}/settings/security#api-keys`),
    note('Where the key was used, and from which addresses, is in the audit log.'),
  ],
})
