import { type Duration, hours, later, minutes } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { claimNext, insertAttempt, updateWaiting } from './delivery.queries.ts'
import type { Outcome } from './outcome.ts'
import { nextTry, slackPauses, webhookPauses } from './pauses.ts'
import { eventsOf } from './queries.ts'
import { giveUpOnSlack } from './slack/fall-back.ts'
import { sendToSlack } from './slack/send.ts'
import { markSlackWhole } from './slack/slack.queries.ts'
import type { DeliveryRow } from './tables.ts'
import { sendToProgram } from './webhooks/send.ts'

// Slack’s “too many” is waited for without end only so long; then its tries count like others.
const longestQueue: Duration = hours(3)

/**
 * Sends the next message of a lane of Slack or of a program, outside any transaction. False when none is due. `wake` is told of other lanes
 * in which something became due. The lease counts from the claim, the next try from the answer, which may take its time.
 */
export async function sendNext(
  platform: Platform,
  lane: string,
  wake: (tx: Tx, lane: string) => Promise<void>,
): Promise<boolean> {
  const claimed = platform.clock.now()
  const rows = await platform.db.transaction((tx) => claimNext(tx, lane, claimed, later(claimed, minutes(1))))
  const [lead] = rows
  if (!lead) return false
  const events = await eventsOf(
    platform.db,
    lead.team_id,
    rows.map((row) => row.notification_id),
  )
  const send = lead.channel === 'slack' ? sendToSlack : sendToProgram
  const outcome = await send(platform, { lead, events }, claimed)
  const answered = platform.clock.now()
  await platform.db.transaction(async (tx) => {
    for (const other of await note(tx, rows, lead, outcome, answered)) await wake(tx, other)
  })
  return true
}

/** Writes down what came of a try: sent, another try later, or given up with what follows from that. */
async function note(
  tx: Tx,
  rows: readonly DeliveryRow[],
  lead: DeliveryRow,
  outcome: Outcome,
  now: Date,
): Promise<string[]> {
  const { team_id: teamId } = lead
  const ids = rows.map(({ id }) => id)
  await insertAttempt(tx, {
    team_id: teamId,
    delivery_id: lead.id,
    at: now,
    outcome: outcome.result,
    status: outcome.status,
    says: outcome.says,
  })
  if (outcome.result === 'taken') {
    await updateWaiting(tx, teamId, [lead.id], { state: 'sent', says: null, settled_at: now })
    const along = ids.filter((id) => id !== lead.id)
    await updateWaiting(tx, teamId, along, { state: 'grouped', says: null, settled_at: now, lead_id: lead.id })
    if (lead.channel === 'slack') await markSlackWhole(tx, teamId)
    return []
  }
  const { at, attempts } = nextMoment(lead, outcome, now)
  if (at) {
    await updateWaiting(tx, teamId, ids, { next_at: at, says: outcome.says, attempts })
    return []
  }
  await updateWaiting(tx, teamId, ids, { state: 'failed', says: outcome.says, settled_at: now })
  return lead.channel === 'slack' ? giveUpOnSlack(tx, rows, outcome, now) : []
}

/** When it is tried again, and how many tries that makes; never, when it was refused or tried often enough. */
function nextMoment({ channel, attempts, due_at }: DeliveryRow, { result, wait }: Outcome, now: Date) {
  if (result !== 'later') return { at: null, attempts }
  if (channel === 'webhook') return { at: nextTry(webhookPauses, attempts, now, wait), attempts }
  // Slack that says when it has time again was reached and has not refused: that is no failed try, as long as it comes to an end.
  if (wait !== null && later(due_at, longestQueue) > now) return { at: later(now, wait), attempts: attempts - 1 }
  return { at: nextTry(slackPauses, attempts, now, wait), attempts }
}
