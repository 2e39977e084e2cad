import { seconds } from '#platform/clock.ts'
import { SealBroken } from '#platform/crypto/seal.ts'
import type { Platform } from '#platform/platform.ts'
import type { Leaving, Outcome } from '../outcome.ts'
import { teamNameOf } from '../queries.ts'
import type { SlackRow } from '../tables.ts'
import { type SlackMessage, slackMessage } from './blocks.ts'
import { outboundFetch, type SlackFetch } from './outbound-fetch.ts'
import { slackOf, slackPersonOf } from './slack.queries.ts'
import { outcomeOf } from './slack-answer.ts'

const patience = seconds(10)

/** Posts a message to the team's channel or to somebody directly, through whatever connects the team now. */
export async function sendToSlack(platform: Platform, { lead, events }: Leaving): Promise<Outcome> {
  const slack = await slackOf(platform.db, lead.team_id)
  if (!slack) return { result: 'refused', status: null, says: 'no Slack is connected to this team', wait: null }
  const message = slackMessage(platform, events, await teamNameOf(platform.db, lead.team_id))
  const to = lead.user_id ? await slackPersonOf(platform.db, lead.team_id, lead.user_id) : slack.channel_id
  return post(platform, slack, to ?? null, message, lead.user_id !== null)
}

async function post(
  platform: Platform,
  slack: SlackRow,
  to: string | null,
  message: SlackMessage,
  direct: boolean,
): Promise<Outcome> {
  try {
    const secret = platform.sealer.open(slack.secret, sealedFor(slack.team_id)).toString('utf8')
    if (slack.kind === 'webhook') await throughWebhook(platform, secret, message)
    else if (to) await throughApp(platform, secret, to, message)
    else return { result: 'refused', status: null, says: 'there is nobody of this name in Slack', wait: null }
    return { result: 'taken', status: 200, says: 'ok', wait: null }
  } catch (error) {
    if (error instanceof SealBroken) return { ...unreadable, breaks: slack.secret }
    return outcomeOf(error, { breaks: slack.secret, direct })
  }
}

/** What a team's secret is sealed for; it opens for no other team. */
export const sealedFor = (teamId: string): string => `slack:${teamId}`

const unreadable: Outcome = {
  result: 'refused',
  status: null,
  says: 'the connection cannot be opened: it was sealed with another master key',
  wait: null,
}

async function throughWebhook(platform: Platform, url: string, message: SlackMessage): Promise<void> {
  const { IncomingWebhook } = await import('@slack/webhook')
  const way = waitTeller(outboundFetch(platform, platform.config.AEGIS_SLACK_WEBHOOK_HOSTS, patience))
  await new IncomingWebhook(url, { fetch: way.fetch }).send(message).catch((error) => way.rethrow(error))
}

async function throughApp(platform: Platform, token: string, channel: string, message: SlackMessage): Promise<void> {
  const { slackClient } = await import('./client.ts')
  const client = await slackClient(platform, token, patience)
  await client.chat.postMessage({ channel, ...message, unfurl_links: false })
}

// The webhook library keeps an answer's status and body, but not how long Slack asks to wait.
function waitTeller(ask: ReturnType<typeof outboundFetch>) {
  let wait: string | null = null
  return {
    fetch: async (...given: Parameters<SlackFetch>) => {
      const answer = await ask(...given)
      wait = answer.headers.get('retry-after')
      return answer
    },
    rethrow(error: unknown): never {
      throw wait === null ? error : Object.assign(error as Error, { retryAfter: Number(wait) })
    },
  }
}
