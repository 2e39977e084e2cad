import type { Client } from '#platform/http/asking.ts'
import { type Block, facts, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import { deviceName } from './device-name.ts'
import type { Person } from './principal.ts'

/** What was done to an account, as a notice tells it. */
export interface Deed {
  client: Client
  now: Date
  /** Where links start; always the configured address. */
  publicUrl: string
}

/** Everywhere the security notices of a signed-in person go: their stored address and, once proven, the one for notices. */
export function noticesTo({ email, fullName, timezone, notificationEmail }: Person): Recipient[] {
  const first = { email, fullName, timezone }
  return notificationEmail && notificationEmail !== email ? [first, { ...first, email: notificationEmail }] : [first]
}

/** When, in the receiver's zone, and from where something was done; further rows come first. */
export const circumstances = (to: Recipient, { client, now }: Deed, rows: Record<string, string> = {}): Block =>
  facts({
    ...rows,
    When: formatInZone(now, to.timezone, 'dateTimeZone'),
    Browser: deviceName(client.userAgent),
    'IP address': client.ip,
  })
