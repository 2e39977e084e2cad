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
  'attachment_payload_limit_exceeded',
  'invalid_arguments',
  'invalid_array_arg',
  'invalid_attachments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_charset',
  'invalid_form_data',
  'invalid_payload',
  'markdown_text_conflict',
  'missing_text_or_fallback_or_attachments',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'slack_connect_file_link_sharing_blocked',
  'too_many_attachments',
])
/** Errors that pass by themselves. */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'rollup_error',
  'message_limit_exceeded',
  'team_added_to_org',
  'ratelimited',
  'rate_limited',
])

/** What says that whoever posts here may not, or not here: the webhook is revoked, the channel gone. */
const ofConnection = new Set([401, 403, 404, 410])

const longestWait: Duration = minutes(60)

/**
 * Reads a failure of Slack's libraries. Refused for good is a 4xx or an error the Web API names. Of the 4xx only 401, 403, 404 and 410 break the
 * connection: any other, such as 400 or 413, is about what was sent. 429 is waited for as long as Slack asks; everything else passes, also 408,
 * which is a proxy's word for slow.
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
  const refused = statusCode === undefined ? named !== '' && !passing.has(named) : isRefusal(statusCode)
  if (!refused) return { result: 'later', status, says: says || oneLine(message), wait: null }
  const onlyThis =
    ofThisMessage.has(named) ||
    (statusCode !== undefined && !ofConnection.has(statusCode)) ||
    (direct && named === 'channel_not_found')
  return { result: 'refused', status, says, wait: null, ...(!onlyThis && { breaks }) }
}

const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 408
