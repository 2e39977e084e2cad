import { ApiRefusal, notConfirmed, unreachable } from './api-refusal.ts'
import { askIdentity, type NeededProof, tellSignedOut } from './client-hooks.ts'
import type { Carried } from './client-types.ts'

/** One request with its types forgotten. */
export interface Sent extends Carried {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  raw?: Blob
}

/** Address of a route: path names filled in and encoded, query added. */
export function addressOf(path: string, { params = {}, query = {} }: Pick<Sent, 'params' | 'query'>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) search.append(name, String(value))
  return `/api/v1${filled}${search.size > 0 ? `?${search}` : ''}`
}

/**
 * Sends a request and reads its answer. A demand for a proof of identity opens the step-up dialog, and the very same request is sent again.
 * Throws {@link ApiRefusal} and nothing else, except an `AbortError` when `signal` ends it.
 */
export async function request(method: string, path: string, sent: Sent = {}): Promise<unknown> {
  for (let proofs = 0; ; proofs++) {
    try {
      return await (method === 'GET' ? read(path, sent) : write(method, path, sent))
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      if (refusal.code === 'signed_out' && !sent.allowSignedOut) tellSignedOut()
      if (refusal.code !== 'confirmation_required' || proofs > 1) throw refusal
      if (!(await askIdentity(neededProof(refusal)))) throw notConfirmed()
    }
  }
}

/** Begins to read an answer that is no JSON, such as an export; the reader takes it piece by piece. Throws like {@link request}. */
export async function download(path: string, sent: Sent): Promise<Response> {
  const response = await reach(addressOf(path, sent), { credentials: 'same-origin', signal: sent.signal ?? null })
  if (response.ok) return response
  const refusal = new ApiRefusal(response.status, (await bodyOf(response)) ?? {})
  if (refusal.code === 'signed_out') tellSignedOut()
  throw refusal
}

// A write may renew the session's token (a proof of identity, a new password). What was asked meanwhile under the old one is asked once more.
const writing = new Set<Promise<unknown>>()
let written = 0

function write(method: string, path: string, sent: Sent): Promise<unknown> {
  const answer = once(method, path, sent).finally(() => {
    writing.delete(answer)
    written += 1
  })
  writing.add(answer)
  return answer
}

async function read(path: string, sent: Sent): Promise<unknown> {
  const before = written
  try {
    return await once('GET', path, sent)
  } catch (refusal) {
    const meanwhile = writing.size > 0 || written > before
    if (!(refusal instanceof ApiRefusal) || refusal.code !== 'signed_out' || !meanwhile) throw refusal
    await Promise.allSettled(writing)
    return once('GET', path, sent)
  }
}

async function once(method: string, path: string, sent: Sent): Promise<unknown> {
  const response = await reach(addressOf(path, sent), {
    method,
    headers: headersOf(sent),
    body: sent.raw ?? (sent.body === undefined ? null : JSON.stringify(sent.body)),
    credentials: 'same-origin',
    signal: sent.signal ?? null,
  })
  if (response.status === 204) return undefined
  if (response.ok && !isJson(response)) return response.blob()
  const body = await bodyOf(response)
  if (response.ok && body) return body
  throw new ApiRefusal(response.status, body ?? { requestId: response.headers.get('x-request-id') ?? '' })
}

const isJson = (response: Response): boolean => response.headers.get('content-type')?.includes('json') ?? true

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw unreachable()
  }
}

async function bodyOf(response: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function headersOf({ ifMatch, idempotencyKey, raw, body }: Sent): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(raw ? { 'Content-Type': raw.type } : body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(ifMatch !== undefined && { 'If-Match': `"${ifMatch}"` }),
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
  }
}

const neededProof = ({ body }: ApiRefusal): NeededProof => ({
  factors: Array.isArray(body.factors)
    ? body.factors.filter((one): one is string => typeof one === 'string')
    : ['password'],
  needsSecondFactor: body.needsSecondFactor === true,
})
