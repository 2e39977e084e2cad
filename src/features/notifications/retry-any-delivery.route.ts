import { z } from 'zod'
import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { deliveryRefusals } from './contract.ts'
import { anyDelivery } from './retry.queries.ts'
import { sendAgain } from './send-again.ts'

/** The operator has a message sent again that was given up. */
export const retryAnyDelivery = route({
  method: 'POST',
  path: '/operate/notifications/{id}/retry',
  summary: 'Send anybody’s message again',
  access: operator(),
  output: z.object({}),
  status: 202,
  refusals: deliveryRefusals,
  audit: 'operate.notification_retried',

  async handle({ params, db, now, refuse, record }) {
    await db.transaction(async (tx) => {
      const row = await anyDelivery(tx, params.id)
      if (!row) return refuse('not_found')
      if (!(await sendAgain(tx, row, now))) return refuse('delivery_not_failed')
      await record(tx, { target: { kind: 'delivery', id: row.id }, channel: row.channel, teamId: row.team_id })
    })
    return {}
  },
})
