import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Platform } from '../platform.ts'
import { type Asking, clientOf } from './asking.ts'
import { type Answer, once, requestHash } from './idempotency.ts'
import { countAttempt } from './limits.ts'
import { parseBody, parseQuery, strict } from './parse-input.ts'
import { demandRaw } from './raw-body.ts'
import { commonRefusals, Refusal, refuseCommon } from './refusal.ts'
import type { AnyDeclaration, Limit, Route } from './route.ts'
import { type Call, recordRefusal, runHandler, type Whoever } from './run-handler.ts'
import { serializerSchema } from './schemas.ts'

const defaultBody = 64 * 1024

/** Registers one declared route on Fastify. Everything a declaration promises is enforced here, once, for all of them. */
export function register(http: FastifyInstance, platform: Platform, { declaration }: Route): void {
  const silent = declaration.output instanceof z.ZodVoid
  const bytes = declaration.media !== undefined
  const status = declaration.status ?? (silent ? 204 : 200)
  const input = strict(declaration.input)
  const query = strict(declaration.query)
  const named = declaration.path.includes('{')
  const limits = declaration.limit ? [declaration.limit].flat() : []
  const rules = { ...commonRefusals, ...declaration.refusals }
  http.route({
    method: declaration.method,
    url: `/api/v1${declaration.path.replace(/\{(\w+)\}/g, ':$1')}`,
    bodyLimit: declaration.maxBody ?? defaultBody,
    ...(!silent &&
      !bytes && { schema: { response: responses([status, ...(declaration.alsoStatus ?? [])], declaration) } }),
    config: { rawBody: declaration.rawBody ?? null, fromPrograms: declaration.fromPrograms === true },
    handler: async (request, reply) => {
      const asking = askingOf(request, platform)
      const who = (await declaration.access.resolve(asking)) as Whoever
      if (named) demandIds(asking.params)
      if (limits.length > 0) await holdLimits(platform, declaration, limits, asking, who)
      if (declaration.rawBody) demandRaw(request.body, declaration.rawBody)
      const body = declaration.rawBody ? undefined : parseBody(input, request.body)
      const parsedQuery = parseQuery(query, request.query, request.url)
      const call = { declaration, rules, platform, asking, who, body, query: parsedQuery, status, request, reply }
      const answer =
        declaration.method === 'GET'
          ? // The body first: the handler may choose another status.
            { body: await runHandler(call, platform.db), status: call.status }
          : await answerWrite(call)
      reply.status(answer.status)
      if (declaration.versioned) reply.header('ETag', `"${(answer.body as { version: number }).version}"`)
      if (declaration.cacheFor) {
        reply.header('Cache-Control', `private, max-age=${declaration.cacheFor / 1000}, immutable`)
      }
      if (declaration.media) reply.type(declaration.media)
      return silent || answer.status === 204 ? reply.send() : reply.send(answer.body)
    },
  })
}

const responses = (statuses: readonly number[], { output }: AnyDeclaration) =>
  Object.fromEntries(statuses.filter((one) => one !== 204).map((one) => [one, serializerSchema(output)]))

const askingOf = (request: FastifyRequest, platform: Platform): Asking => ({
  platform,
  now: request.startedAt,
  method: request.method,
  headers: request.headers,
  cookies: request.cookieJar,
  params: request.params as Record<string, string>,
  client: request.client ?? clientOf(request),
  bearer: request.bearer,
})

// Whatever could never be an id is not looked up at all: PostgreSQL would choke on a NUL byte.
function demandIds(params: Asking['params']): void {
  for (const id of Object.values(params)) if (!/^[\w-]{1,120}$/.test(id)) refuseCommon('not_found')
}

async function holdLimits(
  platform: Platform,
  { method, path }: AnyDeclaration,
  limits: Limit[],
  asking: Asking,
  who: Whoever,
): Promise<void> {
  for (const { per, max, every } of limits) {
    const whose = (per === 'user' && callerOf(who)) || asking.client.network
    const { count, resetsAt } = await countAttempt(
      platform.db,
      `${method} ${path} ${per} ${every} ${whose}`,
      every,
      asking.now,
    )
    if (count > max) refuseCommon('too_many', { extra: { retryAfter: secondsUntil(resetsAt, asking.now) } })
  }
}

const callerOf = ({ key, user }: Whoever): string | undefined => (key ?? user)?.id

/** Whole seconds until `then`, at least one. */
export const secondsUntil = (then: Date, now: Date): number =>
  Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 1000))

async function answerNow(call: Call, db: Call['platform']['db']): Promise<Answer> {
  const body = await runHandler(call, db)
  return { status: call.status, body }
}

async function answerWrite(call: Call): Promise<Answer> {
  const { declaration, platform, asking, who, request } = call
  const key = asking.headers['idempotency-key']
  const owner = callerOf(who)
  try {
    if (!declaration.idempotent || typeof key !== 'string' || !owner) {
      return await answerNow(call, platform.db)
    }
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      const message = 'Use 1 to 255 printable characters.'
      refuseCommon('invalid', { fields: [{ field: 'Idempotency-Key', code: 'invalid', message }] })
    }
    const repeatable = { owner, key, hash: requestHash(request.method, request.url, request.body) }
    return await once(platform.db, platform.sealer, repeatable, asking.now, (db) => answerNow(call, db))
  } catch (error) {
    if (error instanceof Refusal && error.audited) await recordRefusal(call, error)
    throw error
  }
}
