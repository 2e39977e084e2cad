import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { deliveryRefusals } from './contract.ts'
import { personalDelivery } from './retry.queries.ts'
import { sendAgain } from './send-again.ts'

/** A person has a message of theirs sent again that was given up. */
export const retryDelivery = route({
  method: 'POST',
  path: '/teams/{team}/notifications/deliveries/{id}/retry',
  summary: 'Send a message again',
  access: inTeam('notifications.use'),
  output: z.object({}),
  status: 202,
  refusals: deliveryRefusals,
  audit: 'notifications.retried',

  async handle({ who: { user, team }, params, db, now, refuse, record }) {
    await db.transaction(async (tx) => {
      const row = await personalDelivery(tx, team.id, user.id, params.id)
      if (!row) return refuse('not_found')
      if (!(await sendAgain(tx, row, now))) return refuse('delivery_not_failed')
      await record(tx, { target: { kind: 'delivery', id: row.id }, channel: row.channel })
    })
    return {}
  },
})
