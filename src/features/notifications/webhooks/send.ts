import { createHmac } from 'node:crypto'
import { type Duration, minutes, seconds } from '#platform/clock.ts'
import { SealBroken } from '#platform/crypto/seal.ts'
import { OutboundRefused } from '#platform/outbound/errors.ts'
import type { Platform } from '#platform/platform.ts'
import type { Leaving, Outcome } from '../outcome.ts'
import type { NotificationRow, WebhookRow } from '../tables.ts'
import { webhookOf } from './webhook.queries.ts'

const patience = seconds(10)
const mostBytes = 16 * 1024
const longestWait: Duration = minutes(60)

/** Tells a program of an event, signed with its secret, or with both during a rotation. */
export async function sendToProgram(platform: Platform, { lead, events }: Leaving, now: Date): Promise<Outcome> {
  const hook = await webhookOf(platform.db, lead.team_id, lead.lane.slice('webhook:'.length))
  const [told] = events
  if (!hook || !told) return { result: 'refused', status: null, says: 'the webhook was removed', wait: null }
  if (hook.paused_at) return { result: 'refused', status: null, says: 'the webhook is paused', wait: null }
  try {
    const opened = openWebhook(platform, hook)
    const body = JSON.stringify(bodyOf(told))
    const answer = await platform.outbound.fetch(opened.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signatures(opened, body, now),
        'x-aegisrunner-delivery': lead.id,
      },
      body,
      timeout: patience,
      maxBytes: mostBytes,
    })
    return judge(answer.status, answer.headers['retry-after'])
  } catch (error) {
    if (error instanceof SealBroken)
      return { result: 'refused', status: null, says: 'sealed with another master key', wait: null }
    const says =
      error instanceof OutboundRefused ? 'this address may not be reached' : 'no answer as expected within 10 s'
    return { result: 'later', status: null, says, wait: null }
  }
}

/** What a program receives. `id` names the event: it is the same in every repetition. */
export const bodyOf = (told: NotificationRow) => ({
  id: told.id,
  type: told.type,
  event: told.name,
  createdAt: told.created_at.toISOString(),
  teamId: told.team_id,
  projectId: told.project_id,
  title: told.event.title,
  data: told.event.data,
})

/** A webhook's address and secrets in the clear. Throws `SealBroken`. */
export function openWebhook({ sealer }: Pick<Platform, 'sealer'>, hook: WebhookRow) {
  const open = (sealed: string) => sealer.open(sealed, `webhook:${hook.id}`).toString('utf8')
  return {
    url: open(hook.url),
    secret: open(hook.secret),
    oldSecret:
      hook.old_secret && hook.old_secret_until ? { secret: open(hook.old_secret), until: hook.old_secret_until } : null,
  }
}

const sign = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

function signatures(
  { secret, oldSecret }: Pick<ReturnType<typeof openWebhook>, 'secret' | 'oldSecret'>,
  body: string,
  now: Date,
): Record<string, string> {
  return {
    'x-aegisrunner-signature': sign(secret, body),
    ...(oldSecret && oldSecret.until > now && { 'x-aegisrunner-signature-previous': sign(oldSecret.secret, body) }),
  }
}

// Any 2xx is a yes; 410 says never again; a program that asks to wait is waited for, but that counts as a try.
function judge(status: number, retryAfter: string | undefined): Outcome {
  if (status >= 200 && status < 300) return { result: 'taken', status, says: `${status}`, wait: null }
  if (status === 410) return { result: 'refused', status, says: '410: the address is gone', wait: null }
  const asked = Number(retryAfter)
  const wait = status === 429 && asked > 0 ? Math.min(seconds(asked), longestWait) : null
  return { result: 'later', status, says: `${status}`, wait }
}
