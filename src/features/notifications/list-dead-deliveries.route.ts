import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { DeadDeliveriesView, DeliveriesQuery } from './contract.ts'
import { deliveryView, pageOf } from './delivery-view.ts'
import { loggedDeliveries } from './log.queries.ts'

/** Messages of this installation that were given up, with what the other side said; what they tell is their readers' affair. */
export const listDeadDeliveries = route({
  method: 'GET',
  path: '/operate/notifications',
  summary: 'List messages that were given up',
  access: operator(),
  query: DeliveriesQuery,
  output: DeadDeliveriesView,

  async handle({ query: { cursor, limit }, db }) {
    const rows = await loggedDeliveries(db, 'failed', { cursor, limit: limit + 1 })
    return pageOf(rows, limit, (row) => ({ ...deliveryView(row), teamId: row.team_id }))
  },
})
