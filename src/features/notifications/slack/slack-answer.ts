import { type Duration, minutes, seconds } from '#platform/clock.ts'
import { oneLine } from '#platform/mail/plain-letter.ts'
import { plainText } from '#platform/plain-text.ts'
import type { Outcome } from '../outcome.ts'

/** What the two client libraries tell of a failed call. */
interface SlackFailure {
  statusCode?: number
  body?: unknown
  data?: { error?: unknown }
  retryAfter?: number
  message: string
}

/** Errors of one person or message, not of the connection (docs.slack.dev/reference/methods/chat.postMessage). */
const ofThisMessage = new Set([
  'user_not_found',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'invalid_blocks',
  'msg_too_long',
  'no_text',
])
/** Errors that pass by themselves. */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
])

const longestWait: Duration = minutes(60)

/**
 * Reads a failure of Slack's libraries. Refused for good is a 4xx (403, 404, 410: the webhook is revoked, the channel gone) or an error the
 * Web API names; 429 is waited for as long as Slack asks; everything else passes.
 */
export function outcomeOf(error: unknown, { breaks, direct }: { breaks: string; direct: boolean }): Outcome {
  const { statusCode, body, data, retryAfter, message } = error as SlackFailure
  const named = typeof data?.error === 'string' ? data.error : typeof body === 'string' ? body : ''
  const says = [statusCode, plainText(oneLine(named), 120)].filter(Boolean).join(' ') || 'Slack could not be reached'
  const status = statusCode ?? null
  if (statusCode === 429 || retryAfter !== undefined) {
    const asked = Number.isFinite(retryAfter) ? seconds(retryAfter ?? 0) : seconds(30)
    return {
      result: 'later',
      status: 429,
      says: '429 too many messages',
      wait: Math.min(Math.max(asked, seconds(1)), longestWait),
    }
  }
  const refused = statusCode !== undefined ? statusCode >= 400 && statusCode < 500 : named !== '' && !passing.has(named)
  if (!refused) return { result: 'later', status, says: says || oneLine(message), wait: null }
  const onlyThis = ofThisMessage.has(named) || (direct && named === 'channel_not_found')
  return { result: 'refused', status, says, wait: null, ...(!onlyThis && { breaks }) }
}
