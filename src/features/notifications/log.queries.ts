import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'
import type { Standing } from './standings.ts'
import type { StoredEvent } from './stored-event.ts'
import type { DeliveryRow } from './tables.ts'

/** A message as the logs show it: with what it tells, and with what became of its letter. */
export interface LoggedDelivery extends DeliveryRow {
  type: string
  name: string
  project_id: string | null
  event: StoredEvent
  letter_state: string | null
  letter_says: string | null
  /** How many went along in it. */
  along: number
}

/** Whose messages: a person's own, a webhook's, what a team's channel got, or everybody's, for the operator, by how they stand. */
export type LogOf =
  | { teamId: string; userId: string }
  | { teamId: string; webhookId: string }
  | { teamId: string; channel: 'slack' }
  | { teamId: string; inboxOf: string }
  | { everybodys: Standing }

// A message that became a letter was handed over; what became of it then is the letter's state.
const stands: Record<Standing, RawBuilder<boolean>> = {
  all: sql`true`,
  waiting: sql`(d.state = 'waiting' OR d.state = 'sent' AND o.state IN ('waiting', 'held'))`,
  sent: sql`(d.state = 'sent' AND coalesce(o.state, 'sent') = 'sent')`,
  failed: sql`(d.state = 'failed' OR d.state = 'sent' AND o.state = 'failed')`,
}

/** One page of messages, newest first, beginning after `cursor` (an id). */
export async function loggedDeliveries(
  on: Reader,
  of: LogOf,
  { cursor, limit }: { cursor: string | undefined; limit: number },
): Promise<LoggedDelivery[]> {
  let query = on.query
    .selectFrom('notification_deliveries as d')
    .innerJoin('notifications as n', (join) =>
      join.onRef('n.team_id', '=', 'd.team_id').onRef('n.id', '=', 'd.notification_id'),
    )
    .leftJoin('mail_outbox as o', 'o.id', 'd.letter_id')
    .selectAll('d')
    .select([
      'n.type',
      'n.name',
      'n.project_id',
      'n.event',
      'o.state as letter_state',
      'o.last_error as letter_says',
      sql<number>`(SELECT count(*) FROM notification_deliveries a WHERE a.team_id = d.team_id AND a.lead_id = d.id)`.as(
        'along',
      ),
    ])
  if ('everybodys' in of) {
    query = query.where('d.channel', '!=', 'inbox').where(stands[of.everybodys])
  } else {
    query = query.where('d.team_id', '=', of.teamId)
    if ('webhookId' in of) query = query.where('d.lane', '=', `webhook:${of.webhookId}`)
    else if ('channel' in of) query = query.where('d.channel', '=', of.channel)
    else if ('inboxOf' in of)
      query = query.where('d.user_id', '=', of.inboxOf).where('d.channel', '=', 'inbox').where('d.state', '=', 'sent')
    else {
      const mine = sql<boolean>`(d.user_id = ${of.userId} OR ${of.userId} = ANY (d.for_users))`
      query = query.where(mine).where('d.channel', '!=', 'inbox')
    }
  }
  if (cursor) query = query.where('d.id', '<', cursor)
  return query.orderBy('d.id', 'desc').limit(limit).execute() as Promise<LoggedDelivery[]>
}

/** How many lines of a person's inbox were not read yet; counted no further than `most`. */
export async function unreadIn(on: Reader, teamId: string, userId: string, most: number): Promise<number> {
  const lines = on.query
    .selectFrom('notification_deliveries')
    .select('id')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('channel', '=', 'inbox')
    .where('state', '=', 'sent')
    .where('read_at', 'is', null)
    .limit(most)
    .as('lines')
  const row = await on.query
    .selectFrom(lines)
    .select((select) => select.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}
