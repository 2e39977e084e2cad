import { type Duration, later, minutes } from '#platform/clock.ts'
import { comesInBursts, isUrgent } from './event-choice.ts'
import type { Listener } from './queries.ts'
import { heldUntil } from './rhythm.ts'
import type { StoredEvent } from './stored-event.ts'

/** What comes within this time of the first of its kind goes along with it as one message. */
export const burstWindow: Duration = minutes(5)

/** Whether it is one of those. */
export const isBurst = (bundle: string): boolean => bundle.startsWith('burst:')

/** When a message leaves, and which others leave with it. */
export interface Slot {
  bundle: string
  dueAt: Date
}

/** What the bundles of a burst are called: one for each type and project. */
export const burstPrefix = (type: string, projectId: string | null): string => `burst:${type}:${projectId ?? ''}:`

/**
 * The slot of an event in a lane: at once; or with its burst, when the window that the first one opened is over. `open` is the bundle of this
 * lane that is still being filled.
 */
export function slotOf(
  event: Pick<StoredEvent, 'type'>,
  { id, projectId, open }: { id: string; projectId: string | null; open: Slot | undefined },
  now: Date,
): Slot {
  if (!comesInBursts(event.type)) return { bundle: `one:${id}`, dueAt: now }
  return open ?? { bundle: `${burstPrefix(event.type, projectId)}${id}`, dueAt: later(now, burstWindow) }
}

/** The slot after a person's quiet hours or digest; what is urgent is never held. */
export function inTheirRhythm(event: StoredEvent, slot: Slot, listener: Listener): Slot {
  if (isUrgent(event)) return slot
  const held = heldUntil(listener, listener.timezone, slot.dueAt)
  return held ? { bundle: `${held.by}:${held.until.toISOString()}`, dueAt: held.until } : slot
}
