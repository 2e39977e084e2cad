import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { deleteWebhook } from './webhook.queries.ts'

/** Removes a webhook; what waits for it is given up. */
export const removeWebhook = route({
  method: 'DELETE',
  path: '/teams/{team}/webhooks/{id}',
  summary: 'Remove an outgoing webhook',
  access: inTeam('notifications.manage'),
  output: z.void(),
  audit: 'webhook.removed',

  async handle({ who: { team }, params: { id }, db, refuse, record }) {
    await db.transaction(async (tx) => {
      if (!(await deleteWebhook(tx, team.id, id))) refuse('not_found')
      await record(tx, { target: { kind: 'webhook', id } })
    })
  },
})
