import type { Generated } from 'kysely'
import type { StoredEvent } from './stored-event.ts'

/** One event, whatever it is told through. */
export interface NotificationRow {
  team_id: string
  id: string
  event_id: string
  type: string
  name: string
  project_id: string | null
  event: StoredEvent
  created_at: Date
  fanned_out_at: Date | null
}

/** How something is told. */
export type Channel = 'email' | 'slack' | 'inbox' | 'webhook'

/** What became of a message: `suppressed` was not sent on purpose, `grouped` went along in another one. */
export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'suppressed' | 'grouped'

/** One event on its way to one destination. */
export interface DeliveryRow {
  team_id: string
  id: string
  notification_id: string
  channel: Channel
  lane: string
  bundle: string
  user_id: string | null
  for_users: string[]
  state: DeliveryState
  lead_id: string | null
  attempts: number
  says: string | null
  note: string | null
  letter_id: string | null
  due_at: Date
  next_at: Date
  created_at: Date
  settled_at: Date | null
  read_at: Date | null
}

/** One try to reach Slack or a program. */
export interface AttemptRow {
  team_id: string
  delivery_id: string
  at: Date
  nth: Generated<number>
  outcome: 'taken' | 'later' | 'refused'
  status: number | null
  says: string
}

/** A team's way into Slack. */
export interface SlackRow {
  team_id: string
  kind: 'webhook' | 'app'
  secret: string
  label: string
  channel_id: string | null
  connected_at: Date
  broken_at: Date | null
  broken_says: string | null
}

/** A program that is told. */
export interface WebhookRow {
  team_id: string
  id: string
  url: string
  secret: string
  old_secret: string | null
  old_secret_until: Date | null
  types: string[]
  paused_at: Date | null
  created_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    notifications: Omit<NotificationRow, 'event'> & { event: StoredEvent }
    notification_deliveries: DeliveryRow
    notification_attempts: AttemptRow
    notification_preferences: {
      team_id: string
      user_id: string | null
      project_id: string | null
      type: string
      choices: string[]
      updated_at: Date
    }
    notification_rhythms: {
      user_id: string
      quiet_from: number | null
      quiet_until: number | null
      digest_at: number | null
    }
    slack_connections: SlackRow
    slack_people: { team_id: string; user_id: string; slack_user_id: string }
    outgoing_webhooks: WebhookRow
  }
}
