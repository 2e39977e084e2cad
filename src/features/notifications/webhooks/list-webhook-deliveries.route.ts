import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { DeliveriesQuery } from '../contract.ts'
import { attemptsOf } from '../delivery.queries.ts'
import { pageOf } from '../delivery-view.ts'
import { isTest } from '../is-test.ts'
import { loggedDeliveries } from '../log.queries.ts'
import { eventsOf } from '../queries.ts'
import { WebhookLogView } from './contract.ts'
import { bodyOf } from './send.ts'
import { webhookOf } from './webhook.queries.ts'

/** What a program was told, every try and its answer. What it answered beyond the status is never kept (V123). */
export const listWebhookDeliveries = route({
  method: 'GET',
  path: '/teams/{team}/webhooks/{id}/deliveries',
  summary: 'List what a webhook was told',
  access: inTeam('notifications.manage'),
  query: DeliveriesQuery,
  output: WebhookLogView,

  async handle({ who: { team }, params: { id }, query: { cursor, limit }, db, refuse }) {
    if (!(await webhookOf(db, team.id, id))) refuse('not_found')
    const rows = await loggedDeliveries(db, { teamId: team.id, webhookId: id }, { cursor, limit: limit + 1 })
    const tries = await attemptsOf(
      db,
      team.id,
      rows.map((row) => row.id),
    )
    const events = await eventsOf(db, team.id, ['', ...rows.map((row) => row.notification_id)])
    return pageOf(rows, limit, (row) => {
      const told = events.find((event) => event.id === row.notification_id)
      return {
        id: row.id,
        type: row.type,
        title: row.event.title,
        isTest: isTest(row),
        state: row.state,
        createdAt: row.created_at,
        nextAt: row.state === 'waiting' ? row.next_at : null,
        body: told ? JSON.stringify(bodyOf(told), null, 2) : '',
        attempts: tries.filter((one) => one.delivery_id === row.id),
      }
    })
  },
})
