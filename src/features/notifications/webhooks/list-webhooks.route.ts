import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { WebhooksView } from './contract.ts'
import { webhooksOf } from './webhook.queries.ts'
import { webhookView } from './webhook-view.ts'

/** The programs a team tells. */
export const listWebhooks = route({
  method: 'GET',
  path: '/teams/{team}/webhooks',
  summary: 'List outgoing webhooks',
  access: inTeam('notifications.manage'),
  output: WebhooksView,
  handle: async ({ who: { team }, db, platform }) => ({
    items: (await webhooksOf(db, team.id)).map((hook) => webhookView(platform, hook)),
  }),
})
