import type { Duration } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'

/** The part of `fetch` that Slack's libraries use. */
export type SlackFetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

const mostBytes = 64 * 1024

/**
 * `fetch` for Slack's own client libraries that goes through the one guarded way out: only to these hosts, checked at every request, no
 * redirects, bounded in time and size (V121, V122).
 */
export const outboundFetch =
  (platform: Platform, hosts: readonly string[], timeout: Duration): SlackFetch =>
  async (url, init = {}) => {
    const answer = await platform.outbound.fetch(String(url), {
      method: init.method === 'GET' ? 'GET' : 'POST',
      headers: plain(init.headers),
      body: String(init.body ?? ''),
      timeout,
      maxBytes: mostBytes,
      onlyHosts: hosts,
      keepErrors: true,
    })
    // The library reads a 204 as success; its body may not be given then.
    const bare = answer.status === 204 || answer.status === 205 || answer.status === 304
    return new Response(bare ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: { ...answer.headers },
    })
  }

const plain = (headers: RequestInit['headers']): Record<string, string> =>
  Object.fromEntries(new Headers(headers).entries())
