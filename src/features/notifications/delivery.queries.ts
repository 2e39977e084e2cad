import { sql } from 'kysely'
import type { Db, Reader, Tx } from '#platform/db/db.ts'
import type { AttemptRow, Channel, DeliveryRow } from './tables.ts'

/** A message that is to be sent, before anything was tried. */
export type NewDelivery = Omit<DeliveryRow, 'attempts' | 'letter_id' | 'read_at' | 'lead_id' | 'settled_at'> &
  Partial<Pick<DeliveryRow, 'lead_id' | 'settled_at'>>

/** Adds messages; one that goes there already is left as it is. */
export async function insertDeliveries(tx: Tx, rows: readonly NewDelivery[]): Promise<void> {
  if (rows.length === 0) return
  const fresh = { attempts: 0, letter_id: null, read_at: null, lead_id: null, settled_at: null }
  await tx.query
    .insertInto('notification_deliveries')
    .values(rows.map((row) => ({ ...fresh, ...row })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Bundles of this kind that are still being filled, by lane; an inbox line is open for as long after it came. */
export async function openBundles(
  on: Reader,
  teamId: string,
  prefix: string,
  { now, since }: { now: Date; since: Date },
): Promise<Pick<DeliveryRow, 'id' | 'lane' | 'bundle' | 'due_at'>[]> {
  return on.query
    .selectFrom('notification_deliveries')
    .select(['id', 'lane', 'bundle', 'due_at'])
    .where('team_id', '=', teamId)
    .where('bundle', 'like', `${prefix.replaceAll('_', '\\_')}%`)
    .where((or) =>
      or.or([
        or.and([or('state', '=', 'waiting'), or('due_at', '>', now)]),
        or.and([or('channel', '=', 'inbox'), or('state', '=', 'sent'), or('created_at', '>', since)]),
      ]),
    )
    .orderBy('created_at')
    .execute()
}

/** How many tries a message holds back those behind it. One that failed as often has left the line. */
export const triesInLine = 5

/** Makes whoever sends in this lane wait for whoever does already, until the transaction ends. */
export async function lockLane(tx: Tx, lane: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('lane:' || ${lane}, 0))`.execute(tx.query)
}

/**
 * Takes the first message in line whose time has come, with everything that goes along in it, for as long as the lease: whoever dies with it
 * in hand loses it. Nothing is taken while the first in line waits for its next try.
 */
export async function claimNext(tx: Tx, lane: string, now: Date, lease: Date): Promise<DeliveryRow[]> {
  await lockLane(tx, lane)
  const { rows } = await sql<DeliveryRow>`
    WITH first AS (
      (SELECT team_id, bundle, next_at, 0 AS rank FROM notification_deliveries
       WHERE lane = ${lane} AND state = 'waiting' AND due_at <= ${now} AND attempts < ${triesInLine}
       ORDER BY due_at, created_at, id LIMIT 1)
      UNION ALL
      (SELECT team_id, bundle, next_at, 1 FROM notification_deliveries
       WHERE lane = ${lane} AND state = 'waiting' AND next_at <= ${now} AND attempts >= ${triesInLine}
       ORDER BY next_at LIMIT 1)
    ), chosen AS (SELECT * FROM first WHERE next_at <= ${now} ORDER BY rank LIMIT 1)
    UPDATE notification_deliveries d SET attempts = d.attempts + 1, next_at = ${lease}
    FROM chosen c
    WHERE d.lane = ${lane} AND d.state = 'waiting' AND d.team_id = c.team_id AND d.bundle = c.bundle AND d.due_at <= ${now}
    RETURNING d.*`.execute(tx.query)
  return rows.sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || (a.id < b.id ? -1 : 1))
}

/** Takes what one event says by one channel and is due, wherever else something waits. */
export async function claimEvent(
  tx: Tx,
  teamId: string,
  { id, channel }: { id: string; channel: Channel },
  now: Date,
): Promise<DeliveryRow[]> {
  return tx.query
    .updateTable('notification_deliveries')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
    .where('team_id', '=', teamId)
    .where('notification_id', '=', id)
    .where('channel', '=', channel)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .returningAll()
    .execute()
}

type Settled = Partial<
  Pick<DeliveryRow, 'state' | 'says' | 'letter_id' | 'settled_at' | 'next_at' | 'attempts' | 'lead_id'>
>

/** Notes what became of messages, unless that was settled meanwhile. */
export async function updateWaiting(tx: Tx, teamId: string, ids: readonly string[], change: Settled): Promise<void> {
  if (ids.length === 0) return
  await tx.query
    .updateTable('notification_deliveries')
    .set(change)
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute()
}

/** Everything that waits in these lanes of a team, locked. */
export async function lockWaiting(tx: Tx, teamId: string, lanes: 'slack' | string[]): Promise<DeliveryRow[]> {
  const query = tx.query
    .selectFrom('notification_deliveries')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('state', '=', 'waiting')
  const chosen = lanes === 'slack' ? query.where('channel', '=', 'slack') : query.where('lane', 'in', lanes)
  return chosen.orderBy('created_at').orderBy('id').forUpdate().execute()
}

/** Lanes in which something is due. */
export async function dueLanes(on: Reader, now: Date): Promise<string[]> {
  const rows = await on.query
    .selectFrom('notification_deliveries')
    .select('lane')
    .distinct()
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .limit(1000)
    .execute()
  return rows.map(({ lane }) => lane)
}

/** Notes a try and its answer. */
export async function insertAttempt(tx: Tx, attempt: Omit<AttemptRow, 'nth'>): Promise<void> {
  await tx.query.insertInto('notification_attempts').values(attempt).execute()
}

/** The tries of these messages, oldest first. */
export async function attemptsOf(
  on: Reader,
  teamId: string,
  ids: readonly string[],
): Promise<Omit<AttemptRow, 'nth'>[]> {
  if (ids.length === 0) return []
  return on.query
    .selectFrom('notification_attempts')
    .select(['team_id', 'delivery_id', 'at', 'outcome', 'status', 'says'])
    .where('team_id', '=', teamId)
    .where('delivery_id', 'in', ids)
    .orderBy('nth')
    .execute()
}

/** Puts a settled message back in line; undefined when there is none of these states. */
export async function reviveDelivery(
  tx: Tx,
  { teamId, id, states, now }: { teamId: string; id: string; states: DeliveryRow['state'][]; now: Date },
): Promise<DeliveryRow | undefined> {
  return tx.query
    .updateTable('notification_deliveries')
    .set({
      state: 'waiting',
      attempts: 0,
      due_at: now,
      next_at: now,
      settled_at: null,
      says: null,
      bundle: `again:${id}`,
    })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', states)
    .returningAll()
    .executeTakeFirst()
}

/** Removes events, and with them what became of them, that were told before `before`. */
export async function deleteOldNotifications(db: Db, before: Date): Promise<void> {
  await db.query.deleteFrom('notifications').where('created_at', '<', before).execute()
}
