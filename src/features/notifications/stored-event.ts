import { type Attachment, attachment } from '#platform/mail/letter.ts'
import { plainTexts } from '#platform/plain-text.ts'
import { formatInZone } from '#platform/zones.ts'
import type { NotificationEvent, NotificationType } from './event.ts'

/** An event as it is kept: everything but whose it is, as JSON. */
export interface StoredEvent {
  type: NotificationType
  name: string
  audience: NotificationEvent['audience']
  title: string
  says: string[]
  facts: [label: string, value: string | { at: string }][]
  items: string[]
  link: { label: string; path: string }
  attachment: Attachment | null
  data: Record<string, unknown>
}

/** Makes an event ready to be kept. */
export const storedEvent = (event: NotificationEvent): StoredEvent => ({
  type: event.type,
  name: event.name,
  audience: event.audience,
  title: event.title,
  says: event.says ?? [],
  facts: Object.entries(event.facts ?? {}).map(([label, value]) => [
    label,
    typeof value === 'string' ? value : { at: value.toISOString() },
  ]),
  items: event.items ?? [],
  link: event.link,
  attachment: event.attachment
    ? attachment(event.attachment.name, event.attachment.type, event.attachment.bytes)
    : null,
  data: event.data,
})

/**
 * What is written down of it. Texts come from everywhere (a page’s, a program’s, a stranger’s): one that no database holds must not undo the
 * work that is told of.
 */
export const jsonOf = (event: StoredEvent): string => JSON.stringify(event, plainTexts)

/** The rows of an event's table, dates as this zone's clocks show them. */
export const factsIn = ({ facts }: StoredEvent, zone: string): [string, string][] =>
  facts.map(([label, value]) => [
    label,
    typeof value === 'string' ? value : formatInZone(new Date(value.at), zone, 'dateTimeZone'),
  ])
