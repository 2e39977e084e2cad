import type { Duration } from '#platform/clock.ts'
import type { DeliveryRow, NotificationRow } from './tables.ts'

/** What came of one try to reach Slack or a program. */
export interface Outcome {
  /** Taken; to be tried again; or refused for good. */
  result: 'taken' | 'later' | 'refused'
  status: number | null
  /** What the other side said, or what went wrong, in a few words. */
  says: string
  /** How long the other side asks to wait. */
  wait: Duration | null
  /** The connection that is of no use any more, by its sealed secret, so that one made anew meanwhile is not meant. */
  breaks?: string
}

/** A message that leaves: its row, and every event that goes along in it. */
export interface Leaving {
  lead: DeliveryRow
  events: readonly NotificationRow[]
}
