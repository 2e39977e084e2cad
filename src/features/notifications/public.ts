import { rolesThatMay } from '#access/permissions.ts'
import type { Tx } from '#platform/db/db.ts'
import { button, facts, type Letter, type Recipient } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { formatInZone } from '#platform/zones.ts'
import type { NotificationEvent } from './event.ts'
import { membersOf } from './queries.ts'

export type { NotificationEvent, NotificationType } from './event.ts'

/** The one door for other slices: tells whom it concerns, if and only if the transaction commits. */
export async function notify(tx: Tx, platform: Platform, event: NotificationEvent, now: Date): Promise<void> {
  const { audience, teamId } = event
  const who = typeof audience === 'string' ? { roles: rolesThatMay(audience) } : audience
  for (const member of await membersOf(tx, teamId, who)) {
    await mail(tx, platform, member, letterOf(event, member, platform.config.publicUrl), now)
  }
}

function letterOf(event: NotificationEvent, { timezone }: Recipient, publicUrl: string): Letter {
  const { name, title, says = [], items = [], link } = event
  const rows = Object.entries(event.facts ?? {}).map(([label, value]): [string, string] => [
    label,
    typeof value === 'string' ? value : formatInZone(value, timezone, 'dateTimeZone'),
  ])
  return {
    name: name.replaceAll('.', '-'),
    subject: title,
    preview: says[0] ?? title,
    body: [
      title,
      ...says,
      ...(rows.length > 0 ? [facts(Object.fromEntries(rows))] : []),
      ...items.map((item) => `• ${item}`),
      button(link.label, `${publicUrl}${link.path}`),
    ],
  }
}
