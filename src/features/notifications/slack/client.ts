import type { WebClient } from '@slack/web-api'
import type { Duration } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { outboundFetch } from './outbound-fetch.ts'

/** Slack's Web API client, over the guarded way out. It tries once: pauses are ours to keep. */
export async function slackClient(
  platform: Platform,
  token: string | undefined,
  timeout: Duration,
): Promise<WebClient> {
  const { WebClient, LogLevel } = await import('@slack/web-api')
  const slack = new URL(platform.config.AEGIS_SLACK_URL)
  return new WebClient(token, {
    slackApiUrl: new URL('/api/', slack).href,
    fetch: outboundFetch(platform, [slack.hostname], timeout),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  })
}
