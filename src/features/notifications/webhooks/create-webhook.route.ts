import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { lockTelling } from '../queries.ts'
import { allowedAddress } from './allowed-address.ts'
import { mostWebhooks, WebhookInput, WebhookSecretView, webhookRefusals } from './contract.ts'
import { newWebhookSecret, sealForWebhook } from './secret.ts'
import { insertWebhook, webhooksOf } from './webhook.queries.ts'
import { webhookView } from './webhook-view.ts'

/** A new program to tell. Its secret is in this answer and never again. */
export const createWebhook = route({
  method: 'POST',
  path: '/teams/{team}/webhooks',
  summary: 'Add an outgoing webhook',
  access: inTeam('notifications.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 30, every: minutes(10) },
  input: WebhookInput,
  output: WebhookSecretView,
  status: 201,
  refusals: webhookRefusals,
  audit: 'webhook.created',
  idempotent: true,

  async handle({ who: { team }, input, db, platform, now, refuse, record }) {
    const url = (await allowedAddress(platform, input.url)) ?? refuse('address_not_allowed', 'url')
    const id = newId('whk')
    const secret = newWebhookSecret()
    return db.transaction(async (tx) => {
      await lockTelling(tx, team.id)
      if ((await webhooksOf(tx, team.id)).length >= mostWebhooks) refuse('too_many_webhooks')
      const hook = {
        team_id: team.id,
        id,
        url: sealForWebhook(platform, id, url),
        secret: sealForWebhook(platform, id, secret),
        old_secret: null,
        old_secret_until: null,
        types: input.types,
        paused_at: null,
        created_at: now,
      }
      await insertWebhook(tx, hook)
      await record(tx, { target: { kind: 'webhook', id }, host: new URL(url).host, types: input.types })
      return { ...webhookView(platform, hook), secret }
    })
  },
})
