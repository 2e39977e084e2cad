import type { z } from 'zod'
import type { DeliveryView } from './contract.ts'
import { isTest } from './is-test.ts'
import type { LoggedDelivery } from './log.queries.ts'

/** A message as its reader sees it. What became of a letter after it was handed over is the outbox's to say. */
export function deliveryView(row: LoggedDelivery): z.input<typeof DeliveryView> {
  const { state, says } = standing(row)
  return {
    id: row.id,
    type: row.type,
    title: row.event.title,
    isTest: isTest(row),
    channel: row.channel,
    direct: row.lane.startsWith('dm:'),
    state,
    says,
    note: row.note,
    along: row.along,
    attempts: row.attempts,
    createdAt: row.created_at,
    settledAt: row.settled_at,
    nextAt: row.state === 'waiting' ? row.next_at : null,
  }
}

function standing({ state, says, letter_state, letter_says }: LoggedDelivery) {
  if (state !== 'sent' || letter_state === null || letter_state === 'sent') return { state, says }
  const known = letter_state as 'waiting' | 'held' | 'failed'
  return {
    state: known,
    says: known === 'held' ? 'This installation has no mail server, so the letter is held.' : letter_says,
  }
}

/** A page of messages, from one row more than the page holds. */
export function pageOf<R extends { id: string }, V>(rows: R[], limit: number, view: (row: R) => V) {
  const page = rows.slice(0, limit)
  return { items: page.map(view), nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}
