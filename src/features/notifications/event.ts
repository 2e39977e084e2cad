import type { Permission } from '#access/permissions.ts'

/** What people can choose to be told of, as the product text words it, and what cannot be chosen away. */
export const notificationTypes = [
  'test-failures',
  'scheduled-runs',
  'usage-alerts',
  'billing-alerts',
  'team',
  'security',
] as const

/** A kind of notification. */
export type NotificationType = (typeof notificationTypes)[number]

/** Something that happened and that people may want to hear of. Says what; who hears it by which channel is decided by their preferences. */
export interface NotificationEvent {
  type: NotificationType
  /** Stable name of this very message for logs and webhooks, such as `usage.limit_reached`. */
  name: string
  /** Unique per happening: an event told twice under one id is one notification. */
  id: string
  teamId: string
  projectId?: string | null
  /** Everybody in the team whose role has this permission; or exactly these members. */
  audience: Permission | { userIds: string[] }
  /** One sentence: the subject, the first line in Slack, the line in the inbox. */
  title: string
  /** Further sentences. */
  says?: string[]
  /** Rows of a small table. A date is shown in the receiver's zone. */
  facts?: Record<string, string | Date>
  /** A short list, such as the first failures. */
  items?: string[]
  /** Where to go; the path is below the public address. */
  link: { label: string; path: string }
  /** Sent along with e-mail, such as a receipt. */
  attachment?: { name: string; type: string; bytes: Buffer }
  /** For programs: the `data` of an outgoing webhook. */
  data: Record<string, unknown>
}
