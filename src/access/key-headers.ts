import { secondsUntil } from '#platform/http/register.ts'
import type { Taken } from './key-leases.ts'

/**
 * How the minute stands, as headers: the `X-RateLimit-*` three (reset in Unix seconds) and the two of the IETF draft
 * (draft-ietf-httpapi-ratelimit-headers).
 */
export function limitHeaders({ limit, remaining, resetsAt }: Taken, now: Date): Record<string, string> {
  return {
    'X-RateLimit-Limit': `${limit}`,
    'X-RateLimit-Remaining': `${remaining}`,
    'X-RateLimit-Reset': `${Math.ceil(resetsAt.getTime() / 1000)}`,
    'RateLimit-Policy': `"minute";q=${limit};w=60`,
    RateLimit: `"minute";r=${remaining};t=${secondsUntil(resetsAt, now)}`,
  }
}
