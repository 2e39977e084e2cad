import { inTeam } from '#access/guard.ts'
import { minutes, seconds } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { plainText } from '#platform/plain-text.ts'
import { isOwnState, returnAddress } from './authorization.ts'
import { slackClient } from './client.ts'
import { SlackInstallationInput, SlackView, slackRefusals } from './contract.ts'
import { sealedFor } from './send.ts'
import { connectSlack } from './slack.queries.ts'
import { slackView } from './slack-view.ts'

/** Finishes what Slack sent an admin back with: its one-time code becomes a token, which is kept sealed, and a channel. */
export const finishSlackInstallation = route({
  method: 'POST',
  path: '/teams/{team}/slack/installations',
  summary: 'Finish to connect the Slack app',
  access: inTeam('notifications.manage'),
  limit: { per: 'user', max: 20, every: minutes(10) },
  input: SlackInstallationInput,
  output: SlackView,
  refusals: slackRefusals,
  audit: 'slack.connected',

  async handle({ who: { user, team, session }, input: { code, state }, db, platform, now, refuse, record, log }) {
    const { AEGIS_SLACK_CLIENT_ID: id, AEGIS_SLACK_CLIENT_SECRET: key } = platform.config
    if (!id || !key) return refuse('no_slack_app')
    if (!isOwnState(platform, { teamId: team.id, sessionId: session.id }, state, now)) refuse('slack_state_unknown')
    const client = await slackClient(platform, undefined, seconds(10))
    const asked = { client_id: id, client_secret: key, code, redirect_uri: returnAddress(platform) }
    const given = await client.oauth.v2.access(asked).catch((error: Error) => {
      log.info(`Slack did not take an installation: ${error.message}`)
      return null
    })
    const token = given?.access_token
    const channel = given?.incoming_webhook
    if (!token || !channel?.channel_id) return refuse('slack_refused')
    await db.transaction(async (tx) => {
      await connectSlack(tx, {
        team_id: team.id,
        kind: 'app',
        secret: platform.sealer.seal(token, sealedFor(team.id)),
        label: plainText(`${channel.channel ?? 'a channel'} in ${given.team?.name ?? 'Slack'}`, 120),
        channel_id: channel.channel_id ?? null,
        connected_at: now,
      })
      await record(tx, { kind: 'app', channel: channel.channel ?? '' })
    })
    return slackView(db, platform.config, { userId: user.id, team })
  },
})
