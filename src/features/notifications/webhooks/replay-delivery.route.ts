import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { deliver } from '../deliver.job.ts'
import { reviveDelivery } from '../delivery.queries.ts'
import { webhookDelivery } from '../retry.queries.ts'

/** Tells a program once more, whether or not it took it before; programs know repetitions by the event's id. */
export const replayWebhookDelivery = route({
  method: 'POST',
  path: '/teams/{team}/webhooks/{id}/deliveries/{delivery}/replay',
  summary: 'Tell a webhook once more',
  access: inTeam('notifications.manage'),
  output: z.object({}),
  status: 202,
  audit: 'webhook.replayed',

  async handle({ who: { team }, params, db, now, refuse, record }) {
    await db.transaction(async (tx) => {
      const row = (await webhookDelivery(tx, team.id, params.id, params.delivery)) ?? refuse('not_found')
      // One that still waits is told now instead of later.
      const revived = await reviveDelivery(tx, {
        teamId: team.id,
        id: row.id,
        states: ['waiting', 'sent', 'failed'],
        now,
      })
      if (!revived) return refuse('not_found')
      await enqueue(tx, deliver, { lane: revived.lane })
      await record(tx, { target: { kind: 'webhook', id: params.id }, delivery: row.id })
    })
    return {}
  },
})
