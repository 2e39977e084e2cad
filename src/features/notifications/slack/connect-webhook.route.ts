import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { SlackView, SlackWebhookInput, slackRefusals } from './contract.ts'
import { sealedFor } from './send.ts'
import { connectSlack } from './slack.queries.ts'
import { slackAddress } from './slack-address.ts'
import { slackView } from './slack-view.ts'

/** Connects the team with a channel of Slack by an incoming webhook. Whoever has its address can post there, so it is kept sealed. */
export const connectSlackWebhook = route({
  method: 'PUT',
  path: '/teams/{team}/slack/webhook',
  summary: 'Connect Slack by an incoming webhook',
  access: inTeam('notifications.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 20, every: minutes(10) },
  input: SlackWebhookInput,
  output: SlackView,
  refusals: slackRefusals,
  audit: 'slack.connected',

  async handle({ who: { user, team }, input, db, platform, now, refuse, record }) {
    const url = (await slackAddress(platform, input.url)) ?? refuse('not_a_slack_address', 'url')
    const label = input.label || `Webhook …${url.slice(-4)}`
    await db.transaction(async (tx) => {
      const secret = platform.sealer.seal(url, sealedFor(team.id))
      await connectSlack(tx, { team_id: team.id, kind: 'webhook', secret, label, channel_id: null, connected_at: now })
      await record(tx, { kind: 'webhook', label })
    })
    return slackView(db, platform.config, { userId: user.id, team })
  },
})
