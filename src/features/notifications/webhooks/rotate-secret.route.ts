import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { type Duration, days, later } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { WebhookSecretView, webhookRefusals } from './contract.ts'
import { newWebhookSecret, sealForWebhook } from './secret.ts'
import { updateWebhook, webhookOf } from './webhook.queries.ts'
import { webhookView } from './webhook-view.ts'

/** How long deliveries carry the old signature as well, so that a program can be changed over without losing one. */
const overlap: Duration = days(1)

/** A new signing secret. It is in this answer and never again. */
export const rotateWebhookSecret = route({
  method: 'POST',
  path: '/teams/{team}/webhooks/{id}/secret',
  summary: 'Rotate a webhook’s secret',
  access: inTeam('notifications.manage', { confirmedWithin: proofLasts }),
  output: WebhookSecretView,
  refusals: webhookRefusals,
  audit: 'webhook.secret_rotated',

  async handle({ who: { team }, params: { id }, db, platform, now, refuse, record }) {
    const secret = newWebhookSecret()
    return db.transaction(async (tx) => {
      const before = (await webhookOf(tx, team.id, id)) ?? refuse('not_found')
      const change = {
        secret: sealForWebhook(platform, id, secret),
        old_secret: before.secret,
        old_secret_until: later(now, overlap),
      }
      const hook = (await updateWebhook(tx, { team_id: team.id, id }, change)) ?? refuse('not_found')
      await record(tx, { target: { kind: 'webhook', id }, oldSignsUntil: change.old_secret_until })
      return { ...webhookView(platform, hook), secret }
    })
  },
})
