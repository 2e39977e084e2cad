import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { deliver } from '../deliver.job.ts'
import { insertDeliveries } from '../delivery.queries.ts'
import { delivery } from '../plan-deliveries.ts'
import { insertNotification, markToldOf } from '../queries.ts'
import { testEvent } from '../test-event.ts'
import { webhookOf } from './webhook.queries.ts'

/** Tells a program of a test, to see whether it listens. */
export const testWebhook = route({
  method: 'POST',
  path: '/teams/{team}/webhooks/{id}/tests',
  summary: 'Send a test to a webhook',
  access: inTeam('notifications.manage'),
  limit: { per: 'user', max: 20, every: minutes(10) },
  output: z.object({ id: z.string() }),
  status: 202,
  audit: 'webhook.tested',

  async handle({ who: { user, team }, params: { id }, db, now, refuse, record }) {
    return db.transaction(async (tx) => {
      if (!(await webhookOf(tx, team.id, id))) refuse('not_found')
      const told = { team_id: team.id, id: newId('ntf') }
      const type = 'test-failures'
      const event = testEvent(type, { userId: user.id, teamId: team.id, by: user.fullName }, now)
      const kept = { ...told, event_id: told.id, type, name: event.name, project_id: null, event, created_at: now }
      await insertNotification(tx, kept)
      await markToldOf(tx, team.id, told.id, now)
      const lane = `webhook:${id}`
      const message = delivery(
        told,
        { channel: 'webhook', lane, user_id: null },
        { bundle: `test:${told.id}`, dueAt: now },
        now,
      )
      await insertDeliveries(tx, [message])
      await enqueue(tx, deliver, { lane })
      await record(tx, { target: { kind: 'webhook', id } })
      return { id: message.id }
    })
  },
})
