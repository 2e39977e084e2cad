import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { allowedAddress } from './allowed-address.ts'
import { WebhookChange, WebhookView, webhookRefusals } from './contract.ts'
import { sealForWebhook } from './secret.ts'
import { updateWebhook } from './webhook.queries.ts'
import { webhookView } from './webhook-view.ts'

/** Where a webhook goes, what it is told of, whether it is paused. */
export const changeWebhook = route({
  method: 'PATCH',
  path: '/teams/{team}/webhooks/{id}',
  summary: 'Change an outgoing webhook',
  access: inTeam('notifications.manage', { confirmedWithin: proofLasts }),
  input: WebhookChange,
  output: WebhookView,
  refusals: webhookRefusals,
  audit: 'webhook.changed',

  async handle({ who: { team }, params: { id }, input, db, platform, now, refuse, record }) {
    const { url: typed, types, paused } = input
    const url =
      typed === undefined
        ? undefined
        : ((await allowedAddress(platform, typed)) ?? refuse('address_not_allowed', 'url'))
    return db.transaction(async (tx) => {
      const change = {
        team_id: team.id,
        ...(url && { url: sealForWebhook(platform, id, url) }),
        ...(types && { types }),
        ...(paused !== undefined && { paused_at: paused ? now : null }),
      }
      const hook = (await updateWebhook(tx, { team_id: team.id, id }, change)) ?? refuse('not_found')
      await record(tx, {
        target: { kind: 'webhook', id },
        ...(url && { host: new URL(url).host }),
        ...(types && { types }),
        ...(paused !== undefined && { paused }),
      })
      return webhookView(platform, hook)
    })
  },
})
