import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { SlackView } from './contract.ts'
import { slackView } from './slack-view.ts'

/** How the team is connected with Slack, and whether it works. */
export const showSlack = route({
  method: 'GET',
  path: '/teams/{team}/slack',
  summary: 'Show the team’s Slack',
  access: inTeam('notifications.use'),
  output: SlackView,
  handle: ({ who: { user, team }, db, platform: { config } }) => slackView(db, config, { userId: user.id, team }),
})
