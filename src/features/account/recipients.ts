import type { Tx } from '#platform/db/db.ts'
import type { Letter, Recipient } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'

/** What of a stored person says where their letters go. */
export interface Addressee {
  email: string
  full_name: string
  timezone: string
  notification_email: string | null
}

/** A person as the receiver of a letter: always the stored address (CVE-2019-19844). */
export const recipientOf = (user: Omit<Addressee, 'notification_email'>): Recipient => ({
  email: user.email,
  fullName: user.full_name,
  timezone: user.timezone,
})

/** Everywhere a person's security notices go: their address and, once proven, the one for notices. Links that prove or restore go to one mailbox only, never here. */
export function recipientsOf(user: Addressee): Recipient[] {
  const first = recipientOf(user)
  const second = user.notification_email
  return second && second !== user.email ? [first, { ...first, email: second }] : [first]
}

/** A mailbox that nobody has proven. No name goes with it: a name of the sender's choosing would be a message to a stranger. */
export const unproven = (email: string, timezone: string): Recipient => ({ email, fullName: '', timezone })

/** Sends a notice to each of several mailboxes, once to each. */
export async function notify(
  tx: Tx,
  platform: Platform,
  recipients: Recipient[],
  letter: (to: Recipient) => Letter,
  now: Date,
): Promise<void> {
  const once = new Map(recipients.map((to) => [to.email, to]))
  for (const to of once.values()) await mail(tx, platform, to, letter(to), now)
}
