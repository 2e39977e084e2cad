import { rolesThatMay } from '#access/permissions.ts'
import { earlier } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { deliver } from './deliver.job.ts'
import { insertDeliveries, openBundles } from './delivery.queries.ts'
import { comesInBursts } from './event-choice.ts'
import { type Circumstances, planDeliveries } from './plan-deliveries.ts'
import { preferencesIn } from './preference.queries.ts'
import { listenersOf, lockTelling, lockUntold, markToldOf } from './queries.ts'
import { slackOf } from './slack/slack.queries.ts'
import { burstPrefix, burstWindow, isBurst } from './slots.ts'
import type { NotificationRow } from './tables.ts'
import { webhooksOf } from './webhooks/webhook.queries.ts'

/** Decides who hears of an event by which channel, once; what is due at once leaves at once. */
export async function fanOut(tx: Tx, teamId: string, id: string, now: Date): Promise<void> {
  await lockTelling(tx, teamId)
  const told = await lockUntold(tx, teamId, id)
  if (!told) return
  const deliveries = planDeliveries(told, await circumstancesOf(tx, told))
  await insertDeliveries(tx, deliveries)
  await markToldOf(tx, teamId, id, now)
  // A burst is left to the tick even when its window is over: others of it may still be on their way here.
  const due = deliveries.filter(({ state, due_at, bundle }) => state === 'waiting' && due_at <= now && !isBurst(bundle))
  for (const lane of new Set(due.map(({ lane }) => lane))) await enqueue(tx, deliver, { lane })
}

async function circumstancesOf(tx: Tx, told: NotificationRow): Promise<Circumstances> {
  const { audience } = told.event
  const who = typeof audience === 'string' ? { roles: rolesThatMay(audience) } : audience
  const listeners = await listenersOf(tx, told.team_id, who)
  const [preferences, slack, webhooks] = [
    await preferencesIn(
      tx,
      told.team_id,
      listeners.map(({ id }) => id),
    ),
    await slackOf(tx, told.team_id),
    await webhooksOf(tx, told.team_id),
  ]
  return { listeners, preferences, slack, webhooks, open: await openFor(tx, told) }
}

// Windows are counted from when things happened, not from when this job found time.
async function openFor(tx: Tx, told: NotificationRow): Promise<Circumstances['open']> {
  if (!comesInBursts(told.type)) return new Map()
  const prefix = burstPrefix(told.type, told.project_id)
  const { created_at: at } = told
  const bundles = await openBundles(tx, told.team_id, prefix, { now: at, since: earlier(at, burstWindow) })
  // The first of a bundle leads it, so the later rows of the same lane are passed over.
  return new Map(bundles.toReversed().map(({ id, lane, bundle, due_at }) => [lane, { id, bundle, dueAt: due_at }]))
}
