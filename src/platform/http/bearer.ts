import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Bearer, type Client, clientOf } from './asking.ts'
import { isBearer } from './origin.ts'

/** A request that came with a bearer, as the gate sees it. */
export interface AtGate {
  token: string
  now: Date
  client: Client
  /** What is asked for, such as `GET /api/v1/key`; never the address itself, which may hold anything. */
  route: string
  /** Sets headers that the answer carries whatever becomes of the request. */
  setHeaders(headers: Readonly<Record<string, string>>): void
}

/** Judges a bearer: answers what it stands for, null when it is none of ours, or refuses. At once where it can. */
export type BearerGate = (at: AtGate) => Bearer | null | Promise<Bearer | null>

/**
 * Sends a request with a bearer through the gate, then every request through `checks`: before its body is read and whatever it asks for, so
 * that limits count every request of a key and every answer to it carries their headers. With a bearer cookies are gone: a key's request has
 * no session state (V105).
 */
export function passGate(
  gate: BearerGate,
  request: FastifyRequest,
  reply: FastifyReply,
  checks: (request: FastifyRequest) => void,
  done: (error?: Error) => void,
): void {
  const { authorization } = request.headers
  // What the router understood, not how the address was spelled.
  const asked = request.routeOptions.url ?? request.url
  if (!isBearer(authorization) || !asked.startsWith('/api/')) {
    checks(request)
    done()
    return
  }
  request.cookieJar = {}
  request.client = clientOf(request)
  const verdict = gate({
    token: authorization.slice('bearer '.length).trim(),
    now: request.startedAt,
    client: request.client,
    route: request.routeOptions.url ? `${request.method} ${request.routeOptions.url}` : 'none',
    setHeaders: (headers) => reply.headers(headers),
  })
  const letIn = (bearer: Bearer | null) => {
    request.bearer = bearer
    checks(request)
  }
  if (verdict instanceof Promise) {
    verdict.then(letIn).then(() => done(), done)
    return
  }
  letIn(verdict)
  done()
}
