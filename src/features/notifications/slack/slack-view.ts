import type { z } from 'zod'
import { may } from '#access/permissions.ts'
import type { TeamOf } from '#access/principal.ts'
import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'
import type { SlackView } from './contract.ts'
import { slackOf, slackPersonOf } from './slack.queries.ts'

/** Whether the operator set up a Slack app. */
export const hasSlackApp = ({ AEGIS_SLACK_CLIENT_ID, AEGIS_SLACK_CLIENT_SECRET }: Config): boolean =>
  AEGIS_SLACK_CLIENT_ID !== undefined && AEGIS_SLACK_CLIENT_SECRET !== undefined

/** A team's Slack as a member sees it: never the secret. */
export async function slackView(
  on: Reader,
  config: Config,
  { userId, team }: { userId: string; team: TeamOf },
): Promise<z.input<typeof SlackView>> {
  const slack = await slackOf(on, team.id)
  return {
    connected: slack ? { kind: slack.kind, label: slack.label, at: slack.connected_at } : null,
    broken: slack?.broken_at ? { says: slack.broken_says ?? '', at: slack.broken_at } : null,
    hasApp: hasSlackApp(config),
    direct: (await slackPersonOf(on, team.id, userId)) !== undefined,
    mayManage: may(team.role, 'notifications.manage'),
  }
}
