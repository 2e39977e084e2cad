import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { OperatorDeliveriesQuery, OperatorDeliveriesView } from './contract.ts'
import { deliveryView, pageOf } from './delivery-view.ts'
import { loggedDeliveries } from './log.queries.ts'

/** Messages of all teams by e-mail, Slack and webhook, with what became of each and what the other side said; what they tell is their readers' affair. */
export const listAllDeliveries = route({
  method: 'GET',
  path: '/operate/notifications',
  summary: 'List messages of all teams',
  access: operator(),
  query: OperatorDeliveriesQuery,
  output: OperatorDeliveriesView,

  async handle({ query: { cursor, limit, state }, db }) {
    const rows = await loggedDeliveries(db, { everybodys: state }, { cursor, limit: limit + 1 })
    return pageOf(rows, limit, (row) => ({ ...deliveryView(row), teamId: row.team_id }))
  },
})
