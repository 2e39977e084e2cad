import { isIP } from 'node:net'
import { type Duration, stopwatch } from '../clock.ts'
import type { AddressPolicy } from './addresses.ts'
import { OutboundRefused } from './errors.ts'
import type { Resolver } from './resolve.ts'

/** A URL that passed, with the only addresses a connection for it may go to. */
export interface CheckedTarget {
  readonly url: URL
  readonly hostname: string
  readonly port: number
  /** Checked addresses in canonical spelling, in the resolver's order; never empty. */
  readonly addresses: readonly string[]
}

/** What {@link checkTarget} needs to decide. */
export interface TargetRules {
  readonly allowHttp: boolean
  readonly address: AddressPolicy
  readonly resolver: Resolver
  /**
   * A refused name is answered at a multiple of this, so that the time does not tell whether the name exists inside.
   */
  readonly refusalStep: Duration
}

const longestUrl = 2048

/**
 * Parses, resolves once and judges a URL. Throws {@link OutboundRefused}. A name with even one forbidden address is
 * refused as a whole: whoever connects by name afterwards (a browser) might otherwise pick that one.
 */
export async function checkTarget(
  input: string | URL,
  rules: TargetRules,
  signal: AbortSignal,
  onlyHosts?: readonly string[],
): Promise<CheckedTarget> {
  const url = parse(input, rules.allowHttp, onlyHosts)
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(hostname) ? judge([hostname], rules.address) : await resolve(hostname, rules, signal)
  if (!addresses) throw new OutboundRefused()
  return { url, hostname, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80), addresses }
}

// The URL parser already turns 127.1, 0x7f.1, 2130706433, full-width digits and the like into one spelling.
function parse(input: string | URL, allowHttp: boolean, onlyHosts?: readonly string[]): URL {
  const text = String(input)
  if (text.length > longestUrl || !URL.canParse(text)) throw new OutboundRefused()
  const url = new URL(text)
  const schemeOk = url.protocol === 'https:' || (allowHttp && url.protocol === 'http:')
  const hostOk = url.hostname !== '' && (!onlyHosts || onlyHosts.includes(url.hostname))
  if (!schemeOk || !hostOk || url.username !== '' || url.password !== '') throw new OutboundRefused()
  url.hash = ''
  return url
}

function judge(found: readonly string[], policy: AddressPolicy): readonly string[] | undefined {
  const passed = found.map(policy).filter((address) => address !== undefined)
  return passed.length > 0 && passed.length === found.length ? passed : undefined
}

async function resolve(
  hostname: string,
  rules: TargetRules,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const elapsed = stopwatch()
  const found = await untilAborted(rules.resolver(hostname), signal).catch(() => [])
  const addresses = judge(found, rules.address)
  if (!addresses) await pause(rules.refusalStep - (elapsed() % rules.refusalStep))
  return addresses
}

const pause = (by: Duration): Promise<void> => new Promise((done) => setTimeout(done, by))

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    if (signal.aborted) fail(signal.reason)
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
    work.then(done, fail)
  })
}
