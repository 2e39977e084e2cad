import { type Duration, seconds } from '../clock.ts'
import { addressPolicy } from './addresses.ts'
import { OutboundFailed, OutboundRefused } from './errors.ts'
import { pour } from './pour.ts'
import { type Resolver, systemResolver } from './resolve.ts'
import { type OutboundAnswer, type OutboundRequest, send } from './send.ts'
import { type CheckedTarget, checkTarget } from './target.ts'

/** What the operator permits. Everything off means: https to public addresses only. */
export interface OutboundRules {
  /** Loopback and private networks too. Link-local, cloud metadata, multicast and tunnel forms stay closed. */
  readonly allowPrivate: boolean
  readonly allowHttp: boolean
  /** Addresses or CIDR ranges the operator opens in any case. */
  readonly allowedAddresses: readonly string[]
  /** PEM of further certificate authorities to trust, such as the operator's own. */
  readonly authorities?: readonly string[]
  /** Names to addresses; the system's when absent. */
  readonly resolver?: Resolver
  /** Told why, for the operator's log; the errors themselves do not say. */
  readonly observe?: (event: OutboundEvent) => void
}

/** For the operator's log. */
export interface OutboundEvent {
  readonly outcome: 'refused' | 'failed'
  /** Host of the URL, or empty when it has none; path and query may hold secrets and are left out. */
  readonly host: string
  readonly reason: string
}

/** The only way to the outside (security.md, Outgoing requests). */
export interface Outbound {
  /**
   * Checks, then sends one request. Throws {@link OutboundRefused} or {@link OutboundFailed}; any status is an answer.
   */
  fetch(url: string | URL, request: OutboundRequest): Promise<OutboundAnswer>
  /**
   * Sends bytes over TLS to `tls://host:port` and closes, for protocols that answer nothing (syslog). The same checks, the same errors.
   */
  pour(url: string, bytes: Buffer, limits: { timeout: Duration }): Promise<void>
  /**
   * Would `fetch` go there now? For use when a URL is saved, and by the crawler for each request of a page. Throws
   * {@link OutboundRefused}.
   */
  check(url: string | URL, options?: { onlyHosts?: readonly string[] }): Promise<CheckedTarget>
}

const checkTimeout = seconds(5)
const refusalStep: Duration = 500

/**
 * Makes the guard. Throws a plain Error when `allowedAddresses` holds something that is not an address or CIDR range.
 */
export function createOutbound(rules: OutboundRules): Outbound {
  const observe = rules.observe ?? (() => undefined)
  const known = {
    allowHttp: rules.allowHttp,
    address: addressPolicy(rules),
    resolver: rules.resolver ?? systemResolver(),
    refusalStep,
  }

  return {
    fetch: (url, request) =>
      within(request.timeout, async (signal) => {
        const target = await checked(url, signal, request.onlyHosts)
        return send(target, request, signal, rules.authorities).catch((fault: unknown) => {
          observe({ outcome: 'failed', host: target.hostname, reason: reasonOf(fault) })
          throw new OutboundFailed()
        })
      }),
    pour: (url, bytes, { timeout }) =>
      within(timeout, async (signal) => {
        const target = await checked(url.replace(/^tls:/, 'https:'), signal)
        await pour(target, bytes, signal, rules.authorities).catch((fault: unknown) => {
          observe({ outcome: 'failed', host: target.hostname, reason: reasonOf(fault) })
          throw new OutboundFailed()
        })
      }),
    check: (url, options) => within(checkTimeout, (signal) => checked(url, signal, options?.onlyHosts)),
  }

  async function checked(
    url: string | URL,
    signal: AbortSignal,
    onlyHosts?: readonly string[],
  ): Promise<CheckedTarget> {
    try {
      return await checkTarget(url, known, signal, onlyHosts)
    } catch {
      observe({ outcome: 'refused', host: hostOf(url), reason: 'not permitted, or the name is unknown' })
      throw new OutboundRefused()
    }
  }
}

async function within<T>(limit: Duration, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new Error('out of time')), limit)
  try {
    return await work(deadline.signal)
  } finally {
    clearTimeout(timer)
  }
}

const hostOf = (url: string | URL): string => (URL.canParse(String(url)) ? new URL(String(url)).hostname : '')

const reasonOf = (fault: unknown): string => (fault instanceof Error ? fault.message || fault.name : 'unknown')
