import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { authorizeUrl, newState } from './authorization.ts'
import { SlackAuthorizationView, slackRefusals } from './contract.ts'

/** Sends an admin to Slack, to let the operator's app into their workspace. */
export const beginSlackInstallation = route({
  method: 'POST',
  path: '/teams/{team}/slack/authorizations',
  summary: 'Begin to connect the Slack app',
  access: inTeam('notifications.manage', { confirmedWithin: proofLasts }),
  output: SlackAuthorizationView,
  refusals: slackRefusals,
  audit: { none: 'nothing is connected until Slack sends them back' },

  handle({ who: { team, session }, platform, now, refuse }) {
    const clientId = platform.config.AEGIS_SLACK_CLIENT_ID ?? refuse('no_slack_app')
    const state = newState(platform, { teamId: team.id, sessionId: session.id }, now)
    return { url: authorizeUrl(platform, clientId, state) }
  },
})
