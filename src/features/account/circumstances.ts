import { deviceName } from '#access/device-name.ts'
import type { Client } from '#platform/http/asking.ts'
import { type Block, facts, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'

/** A request that changed something a person is told of. */
export interface Deed {
  client: Client
  now: Date
  /** Where links start; always the configured address. */
  publicUrl: string
}

/** When, in the receiver's zone, and from where something was done; further rows come first. */
export const circumstances = (to: Recipient, { client, now }: Deed, rows: Record<string, string> = {}): Block =>
  facts({
    ...rows,
    When: formatInZone(now, to.timezone, 'dateTimeZone'),
    Browser: deviceName(client.userAgent),
    'IP address': client.ip,
  })
