import type { Tx } from '#platform/db/db.ts'
import type { Letter, Recipient } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { type KeyRow, keepersOf } from './queries.ts'

/** Writes to everybody who keeps a key, at their address and the one for notices, once to each mailbox. */
export async function notifyKeepers(
  tx: Tx,
  platform: Platform,
  key: Pick<KeyRow, 'team_id' | 'owner_id'>,
  letter: (to: Recipient) => Letter,
  now: Date,
): Promise<void> {
  const once = new Map<string, Recipient>()
  for (const { email, full_name, timezone, notification_email } of await keepersOf(tx, key)) {
    for (const address of [email, ...(notification_email ? [notification_email] : [])]) {
      once.set(address, { email: address, fullName: full_name, timezone })
    }
  }
  for (const to of once.values()) await mail(tx, platform, to, letter(to), now)
}
