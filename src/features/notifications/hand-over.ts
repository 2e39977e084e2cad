import { later, minutes } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { mail } from '#platform/mail/outbox.ts'
import { refusedAmong } from '#platform/mail/refused-address.queries.ts'
import type { Platform } from '#platform/platform.ts'
import { claimEvent, claimNext, updateWaiting } from './delivery.queries.ts'
import { isTest } from './is-test.ts'
import { kindOf } from './kinds.ts'
import { letterOf } from './letters.ts'
import { wantedBy, wantsEmail } from './plan-deliveries.ts'
import { preferencesIn } from './preference.queries.ts'
import type { Preference } from './preferences.ts'
import { eventsOf, listenersOf, teamNameOf } from './queries.ts'
import type { DeliveryRow, NotificationRow } from './tables.ts'

/**
 * Hands the next message of this lane to the outbox, whose own order, pauses and dead letters it has from there on. Both happen in one
 * transaction, so each is handed over exactly once. False when none is due.
 */
export async function handOverNext(tx: Tx, platform: Platform, lane: string, now: Date): Promise<boolean> {
  const rows = await claimNext(tx, lane, now, later(now, minutes(1)))
  await handOver(tx, platform, rows, now)
  return rows.length > 0
}

/**
 * Hands over what this event says by e-mail, at once and whatever else waits in those lanes. For an event told in this very transaction: nobody
 * else knows of its messages yet.
 */
export async function handOverNow(tx: Tx, platform: Platform, teamId: string, id: string, now: Date): Promise<void> {
  for (const row of await claimEvent(tx, teamId, { id, channel: 'email' }, now))
    await handOver(tx, platform, [row], now)
}

/** Makes one letter of these messages to one person. */
async function handOver(tx: Tx, platform: Platform, rows: readonly DeliveryRow[], now: Date): Promise<void> {
  const [lead] = rows
  if (!lead?.user_id) return
  const { team_id: teamId, user_id: userId } = lead
  const [listener] = await listenersOf(tx, teamId, { userIds: [userId] })
  if (!listener) return
  const events = await eventsOf(
    tx,
    teamId,
    rows.map((row) => row.notification_id),
  )
  const preferences = await preferencesIn(tx, teamId, [userId])
  const { wanted, unwanted } = sorted(rows, events, (told, row) => isWanted(told, row, userId, preferences))
  await settle(tx, teamId, unwanted, { state: 'suppressed', says: switchedOff }, now)

  const [refused] = await refusedAmong(tx, [listener.email])
  const spared = refused ? wanted.filter(({ told }) => kindOf(told.type) && !isTest(told)) : []
  if (refused)
    await settle(
      tx,
      teamId,
      spared.map(({ row }) => row),
      { state: 'suppressed', says: notTo(refused.says) },
      now,
    )
  const sent = wanted.filter((one) => !spared.includes(one))
  if (sent.length === 0) return

  const why = sent.find(({ row }) => row.note)?.row.note ?? null
  const around = { reader: listener, teamName: await teamNameOf(tx, teamId), why }
  const letter = letterOf(
    platform,
    sent.map(({ told }) => told),
    around,
  )
  const letterId = await mail(tx, platform, listener, letter, now)
  const [first, ...along] = sent.map(({ row }) => row)
  if (first) await settle(tx, teamId, [first], { state: 'sent', says: null, letter_id: letterId }, now)
  await settle(
    tx,
    teamId,
    along,
    { state: 'grouped', says: null, letter_id: letterId, lead_id: first?.id ?? null },
    now,
  )
}

const switchedOff = 'You switched this off before it was sent.'
const notTo = (says: string): string => `Not sent, because the mail server of this address refused it for good: ${says}`

interface Sorted {
  row: DeliveryRow
  told: NotificationRow
}

function sorted(
  rows: readonly DeliveryRow[],
  events: readonly NotificationRow[],
  want: (told: NotificationRow, row: DeliveryRow) => boolean,
): { wanted: Sorted[]; unwanted: DeliveryRow[] } {
  const pairs = rows.flatMap((row) => {
    const told = events.find(({ id }) => id === row.notification_id)
    return told ? [{ row, told }] : []
  })
  return {
    wanted: pairs.filter(({ told, row }) => want(told, row)),
    unwanted: pairs.filter(({ told, row }) => !want(told, row)).map(({ row }) => row),
  }
}

// Asked again at the last moment: what was switched off while it was held back is not sent.
function isWanted(
  told: NotificationRow,
  row: DeliveryRow,
  userId: string,
  preferences: readonly Preference[],
): boolean {
  if (isTest(told) || wantsEmail(told, userId, preferences)) return true
  const wanted = wantedBy(told, userId, preferences)
  return row.note !== null && wanted !== 'all' && wanted.has('slack')
}

const settle = (
  tx: Tx,
  teamId: string,
  rows: readonly DeliveryRow[],
  change: Pick<DeliveryRow, 'state' | 'says'> & Partial<Pick<DeliveryRow, 'letter_id' | 'lead_id'>>,
  now: Date,
): Promise<void> =>
  updateWaiting(
    tx,
    teamId,
    rows.map(({ id }) => id),
    { ...change, settled_at: now },
  )
