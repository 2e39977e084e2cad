import { secondsUntil } from '#platform/http/register.ts'
import type { Taken } from './key-leases.ts'

/**
 * How the minute stands, as headers: the `X-RateLimit-*` three (reset in Unix seconds) and the two of the IETF draft
 * (draft-ietf-httpapi-ratelimit-headers).
 */
export function limitHeaders({ remaining, resetsAt, fixed }: Taken, now: Date): Record<string, string> {
  // In small letters, as they are sent: the framework would turn each into a new string for every answer.
  return {
    'x-ratelimit-limit': fixed.limit,
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': fixed.reset,
    'ratelimit-policy': fixed.policy,
    ratelimit: `"minute";r=${remaining};t=${secondsUntil(resetsAt, now)}`,
  }
}
