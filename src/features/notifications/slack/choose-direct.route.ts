import { inTeam } from '#access/guard.ts'
import { minutes, seconds } from '#platform/clock.ts'
import { SealBroken } from '#platform/crypto/seal.ts'
import { route } from '#platform/http/route.ts'
import type { Platform } from '#platform/platform.ts'
import type { SlackRow } from '../tables.ts'
import { slackClient } from './client.ts'
import { DirectInput, SlackView, slackRefusals } from './contract.ts'
import { sealedFor } from './send.ts'
import { slackOf, storeSlackPerson } from './slack.queries.ts'
import { slackView } from './slack-view.ts'

/** A person wants direct messages in Slack instead of the team's channel, or goes back to that. Slack finds them by their address. */
export const chooseDirect = route({
  method: 'PUT',
  path: '/teams/{team}/slack/direct',
  summary: 'Choose direct messages in Slack',
  access: inTeam('notifications.use'),
  limit: { per: 'user', max: 20, every: minutes(10) },
  input: DirectInput,
  output: SlackView,
  refusals: slackRefusals,
  audit: 'slack.direct_chosen',

  async handle({ who: { user, team }, input: { direct }, db, platform, refuse, record }) {
    const slack = (await slackOf(db, team.id)) ?? refuse('slack_not_connected')
    if (direct && slack.kind !== 'app') refuse('no_direct_messages')
    const name = direct ? ((await nameInSlack(platform, slack, user.email)) ?? refuse('not_in_slack')) : null
    await db.transaction(async (tx) => {
      await storeSlackPerson(tx, team.id, user.id, name)
      await record(tx, { direct })
    })
    return slackView(db, platform.config, { userId: user.id, team })
  },
})

async function nameInSlack(platform: Platform, slack: SlackRow, email: string): Promise<string | null> {
  try {
    const token = platform.sealer.open(slack.secret, sealedFor(slack.team_id)).toString('utf8')
    const client = await slackClient(platform, token, seconds(10))
    return (await client.users.lookupByEmail({ email })).user?.id ?? null
  } catch (error) {
    if (error instanceof SealBroken) return null
    platform.log.info(`Slack did not find a person: ${(error as Error).message}`)
    return null
  }
}
