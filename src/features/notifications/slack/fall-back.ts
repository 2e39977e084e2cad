import type { Tx } from '#platform/db/db.ts'
import { insertDeliveries, lockWaiting, updateWaiting } from '../delivery.queries.ts'
import { isTest } from '../is-test.ts'
import type { Outcome } from '../outcome.ts'
import { delivery } from '../plan-deliveries.ts'
import { eventsOf, membersAmong } from '../queries.ts'
import type { DeliveryRow } from '../tables.ts'
import { markSlackBroken } from './slack.queries.ts'

/**
 * What follows when Slack took a message in no try: everybody who chose Slack gets it by e-mail, with the reason. If the connection itself is of
 * no use any more, the same goes for whatever else waits for it. Answers the lanes in which something is due now.
 */
export async function giveUpOnSlack(
  tx: Tx,
  rows: readonly DeliveryRow[],
  outcome: Outcome,
  now: Date,
): Promise<string[]> {
  const [lead] = rows
  if (!lead) return []
  const broken =
    outcome.breaks !== undefined &&
    (await markSlackBroken(tx, { team_id: lead.team_id, secret: outcome.breaks }, outcome.says, now))
  const waiting = broken ? await lockWaiting(tx, lead.team_id, 'slack') : []
  const change = { state: 'failed', says: outcome.says, settled_at: now } as const
  await updateWaiting(
    tx,
    lead.team_id,
    waiting.map(({ id }) => id),
    change,
  )
  return byEmailInstead(tx, [...rows, ...waiting], outcome.says, now)
}

async function byEmailInstead(tx: Tx, rows: readonly DeliveryRow[], says: string, now: Date): Promise<string[]> {
  const [lead] = rows
  if (!lead) return []
  const events = await eventsOf(
    tx,
    lead.team_id,
    rows.map((row) => row.notification_id),
  )
  const note = `You chose Slack, but Slack did not take this message: ${says}. So this came by e-mail.`
  const lanes = new Set<string>()
  for (const row of rows) {
    const told = events.find(({ id }) => id === row.notification_id)
    if (!told || isTest(told)) continue
    const readers = await membersAmong(tx, lead.team_id, row.user_id ? [row.user_id] : row.for_users)
    const slot = { bundle: `instead:${row.bundle}`, dueAt: now }
    const letters = readers.map((id) =>
      delivery(told, { channel: 'email', lane: `email:${id}`, user_id: id, note }, slot, now),
    )
    await insertDeliveries(tx, letters)
    for (const { lane } of letters) lanes.add(lane)
  }
  return [...lanes]
}
