import { keyDisplay } from '#access/key-format.ts'
import { button, facts, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import type { KeyRow } from './queries.ts'

/** Warns the keepers of a key that it ends within a week, or within a day. */
export const expiringLetter = (
  to: Recipient,
  {
    key,
    team,
    publicUrl,
    stage,
  }: { key: Pick<KeyRow, 'name' | 'last_four' | 'expires_at'>; team: string; publicUrl: string; stage: 'week' | 'day' },
): Letter => ({
  name: `key-expires-in-a-${stage}`,
  subject: stage === 'week' ? 'An API key expires within 7 days' : 'An API key expires within a day',
  preview: 'Rotate it to keep what uses it running.',
  body: [
    'After it has expired, everything that uses this key is refused.',
    facts({
      Key: key.name,
      'Ends in': keyDisplay(key.last_four),
      Team: team,
      Expires: key.expires_at ? formatInZone(key.expires_at, to.timezone, 'dateTimeZone') : '',
    }),
    'Rotating gives it a new secret; the present one can go on working for some hours while you replace it.',
    button('Rotate the key', `${publicUrl}/settings/security#api-keys`),
    note('If nothing uses it any more, there is nothing to do.'),
  ],
})
