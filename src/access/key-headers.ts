import { secondsUntil } from '#platform/http/register.ts'
import type { Taken } from './key-leases.ts'

/**
 * How the minute stands, as headers: the `X-RateLimit-*` three (reset in Unix seconds) and the two of the IETF draft
 * (draft-ietf-httpapi-ratelimit-headers).
 */
export function limitHeaders({ remaining, resetsAt, fixed }: Taken, now: Date): Record<string, string> {
  return {
    'X-RateLimit-Limit': fixed.limit,
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': fixed.reset,
    'RateLimit-Policy': fixed.policy,
    RateLimit: `"minute";r=${remaining};t=${secondsUntil(resetsAt, now)}`,
  }
}
