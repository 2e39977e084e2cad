import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { SlackView } from './contract.ts'
import { disconnectSlack } from './slack.queries.ts'
import { slackView } from './slack-view.ts'

/** Ends the team's way into Slack. Whoever chose Slack is told by e-mail from now on, and why. */
export const endSlack = route({
  method: 'DELETE',
  path: '/teams/{team}/slack',
  summary: 'Disconnect Slack',
  access: inTeam('notifications.manage'),
  output: SlackView,
  audit: 'slack.disconnected',

  async handle({ who: { user, team }, db, platform, record, unchanged }) {
    await db.transaction(async (tx) => {
      if (await disconnectSlack(tx, team.id)) await record(tx)
      else unchanged()
    })
    return slackView(db, platform.config, { userId: user.id, team })
  },
})
