import { isIP, type LookupFunction } from 'node:net'
import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher } from 'undici'
import type { Duration } from '../clock.ts'
import type { CheckedTarget } from './target.ts'

/** One request to the outside. */
export interface OutboundRequest {
  /** GET when absent. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** For everything together: name look-up, connection, TLS, headers and body. */
  readonly timeout: Duration
  /** Largest body in bytes as sent over the wire (nothing is decompressed); more is a failure. */
  readonly maxBytes: number
  /** Exact host names the URL may have, as WHATWG URL spells them; any when absent. */
  readonly onlyHosts?: readonly string[]
  /**
   * Also hand over headers and body of answers outside 2xx. Only for providers we chose; never show those to a person.
   */
  readonly keepErrors?: boolean
  /** The status line is all that is asked for: a body is not read, however long it is. */
  readonly statusOnly?: boolean
}

/**
 * What came back. Outside 2xx the body is empty and the only header is `retry-after`, unless `keepErrors` was set; the same with `statusOnly`.
 * Redirects are not followed.
 */
export interface OutboundAnswer {
  readonly status: number
  /** Lower-case names; a repeated header is joined by ", ". */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const largestHeaders = 16 * 1024

/**
 * Sends to one of the target's checked addresses and nowhere else. TLS name and Host header stay the URL's. Rejects on
 * any failure.
 */
export async function send(
  target: CheckedTarget,
  request: OutboundRequest,
  signal: AbortSignal,
  authorities?: readonly string[],
): Promise<OutboundAnswer> {
  const trust = authorities ? { ca: [...rootCertificates, ...authorities] } : {}
  // One agent per request: a pooled connection would outlive the check that permitted it.
  const agent = new Agent({
    connect: { lookup: answering(target.addresses), timeout: request.timeout, ...trust },
    connections: 1,
    maxHeaderSize: largestHeaders,
    maxResponseSize: request.maxBytes,
    headersTimeout: request.timeout,
    bodyTimeout: request.timeout,
  })
  try {
    const answer = await agent.request({
      origin: target.url.origin,
      path: target.url.pathname + target.url.search,
      method: request.method ?? 'GET',
      headers: sentHeaders(request.headers ?? {}),
      body: request.body ?? null,
      signal,
    })
    return await read(answer, request)
  } finally {
    await agent.destroy()
  }
}

async function read(
  answer: Dispatcher.ResponseData,
  { keepErrors = false, statusOnly = false }: OutboundRequest,
): Promise<OutboundAnswer> {
  const headers = plainHeaders(answer.headers)
  const success = answer.statusCode >= 200 && answer.statusCode < 300
  if ((success || keepErrors) && !statusOnly)
    return { status: answer.statusCode, headers, body: Buffer.from(await answer.body.arrayBuffer()) }
  answer.body.on('error', () => undefined).destroy()
  const wait = headers['retry-after']
  return {
    status: answer.statusCode,
    headers: wait === undefined ? {} : { 'retry-after': wait },
    body: Buffer.alloc(0),
  }
}

function answering(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_hostname, options, done) => {
    const first = found[0]
    if (options.all) done(null, found)
    else if (first) done(null, first.address, first.family)
  }
}

// These decide where the bytes go or how long the message is; they follow from the URL and the body alone.
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'keep-alive',
])

function sentHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const sent: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'AegisRunner' }
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase()
    if (ownHeaders.has(lower) || lower.startsWith('proxy-')) throw new Error(`header ${lower} cannot be set`)
    sent[lower] = value
  }
  return sent
}

function plainHeaders(received: Dispatcher.ResponseData['headers']): Record<string, string> {
  const pairs = Object.entries(received).filter((pair) => pair[1] !== undefined)
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  )
}
