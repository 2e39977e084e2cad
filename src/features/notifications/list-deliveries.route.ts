import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { DeliveriesQuery, DeliveriesView } from './contract.ts'
import { deliveryView, pageOf } from './delivery-view.ts'
import { loggedDeliveries } from './log.queries.ts'

/** What this person was sent in this team, by which channel, and what came of it. */
export const listDeliveries = route({
  method: 'GET',
  path: '/teams/{team}/notifications/deliveries',
  summary: 'List what I was sent',
  access: inTeam('notifications.use'),
  query: DeliveriesQuery,
  output: DeliveriesView,

  async handle({ who: { user, team }, query: { cursor, limit }, db }) {
    const rows = await loggedDeliveries(db, { teamId: team.id, userId: user.id }, { cursor, limit: limit + 1 })
    return pageOf(rows, limit, deliveryView)
  },
})
