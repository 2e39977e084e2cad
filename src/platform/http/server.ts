import { parse as parseCookies } from 'cookie'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { Overloaded } from '../crypto/passwords.ts'
import { newRequestId } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Platform } from '../platform.ts'
import type { Bearer, Client } from './asking.ts'
import { type BearerGate, passGate } from './bearer.ts'
import { parseJsonBody } from './json-body.ts'
import { guardOrigin, refuseKeyInQuery } from './origin.ts'
import { rawBody } from './raw-body.ts'
import { commonRefusals, problemOf, Refusal, refuseCommon } from './refusal.ts'
import { register } from './register.ts'
import type { Route } from './route.ts'
import { securityHeaders } from './security-headers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    cookieJar: Record<string, string | undefined>
    /** The one reading of the clock for this request. */
    startedAt: Date
    bearer: Bearer | null
    /** Set as soon as somebody asked for it. */
    client: Client | null
  }
  interface FastifyContextConfig {
    rawBody: string[] | null
    fromPrograms?: boolean
  }
}

/** Builds the HTTP server with every declared route. It listens nowhere yet. `gate` judges bearer keys before anything else of a request. */
export function createServer(platform: Platform, routes: readonly Route[], gate: BearerGate): FastifyInstance {
  const { config, log, clock } = platform
  const setHeaders = securityHeaders(config)
  const http = Fastify({
    // One log for all requests: their ids are logged where something is logged. It is not given as the framework's own, which would then
    // listen to the end of every answer.
    childLoggerFactory: () => log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedHops(config.trustProxy),
    genReqId: (request) => givenRequestId(request.headers['x-request-id']) ?? newRequestId(),
    routerOptions: {
      caseSensitive: true,
      maxParamLength: 200,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
    },
    // An address that cannot be decoded, or is too long, passes no hook.
    frameworkErrors: (_error, request, reply) => {
      setHeaders(reply)
      reply.header('X-Request-Id', request.id)
      return answerError(new Refusal(commonRefusals.not_found, 'not_found'), request, reply)
    },
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
  })
  http.decorateRequest('cookieJar')
  http.decorateRequest('startedAt')
  http.decorateRequest('bearer', null)
  http.decorateRequest('client', null)
  http.removeAllContentTypeParsers()
  // Bytes first: a signature is over the body as it came, not over what was read out of it.
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    request.routeOptions.config.rawBody ? rawBody(request, body) : parseJsonBody(body.toString('utf8')),
  )
  http.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    rawBody(request, body),
  )
  const checks = (request: FastifyRequest) => {
    if (request.url.includes('%00')) refuseCommon('not_found') // no name holds it, and PostgreSQL's text cannot
    refuseKeyInQuery(request)
    guardOrigin(config, request)
  }
  // Callbacks, not promises: these run before every single answer.
  http.addHook('onRequest', (request, reply, done) => {
    request.cookieJar = request.headers.cookie ? parseCookies(request.headers.cookie) : {}
    setHeaders(reply)
    reply.header('x-request-id', request.id)
    request.startedAt = clock.now()
    passGate(gate, request, reply, checks, done)
  })
  if (log.isLevelEnabled('info'))
    http.addHook('onResponse', (request, reply, done) => logRequest(log, request, reply, done))
  http.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  http.setNotFoundHandler((request, reply) =>
    answerError(new Refusal(commonRefusals.not_found, 'not_found'), request, reply),
  )
  for (const route of routes) register(http, platform, route)
  return http
}

// Only so many hops, or only these addresses, may speak of the client's address (V148).
const trustedHops = (trust: Platform['config']['trustProxy']) =>
  typeof trust === 'number' ? (_address: string, hop: number) => hop < trust : trust

function logRequest(
  log: Log,
  { id, method, routeOptions }: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  const route = routeOptions.url ?? '-'
  log.info({ requestId: id, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
  done()
}

const givenRequestId = (header: unknown): string | undefined =>
  typeof header === 'string' && /^[\w.-]{8,100}$/.test(header) ? header : undefined

// The last resort: a refusal answers as decided, anything else is a bug and tells nothing but its request id.
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error)
  reply.header('Content-Type', 'application/problem+json; charset=utf-8')
  if (!refusal) {
    request.log.error(
      { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url ?? '-' },
      'request failed',
    )
    // What was done is rolled back: a cookie for a session that does not exist would sign the person out.
    reply.removeHeader('Set-Cookie')
    const message = 'Something went wrong on our side. Nothing was changed.'
    return reply.status(500).send(
      JSON.stringify({
        type: 'about:blank',
        title: message,
        status: 500,
        code: 'internal',
        error: message,
        message,
        requestId: request.id,
      }),
    )
  }
  if (typeof refusal.extra.retryAfter === 'number') reply.header('Retry-After', String(refusal.extra.retryAfter))
  return reply.status(refusal.status).send(JSON.stringify(problemOf(refusal, request.id)))
}

function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof Overloaded)
    return new Refusal(commonRefusals.overloaded, 'overloaded', { extra: { retryAfter: 1 } })
  const code = (error as { code?: string }).code
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal(commonRefusals.too_large, 'too_large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal(commonRefusals.not_json, 'not_json')
  const status = (error as { statusCode?: number }).statusCode ?? 500
  if (code?.startsWith('FST_ERR_CTP') || status === 400) return new Refusal(commonRefusals.malformed, 'malformed')
  // Files of the page that lie outside it, or a part of one that is not there.
  if (status > 400 && status < 500) return new Refusal(commonRefusals.not_found, 'not_found')
  return null
}
