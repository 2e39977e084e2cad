import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AuditDetails, type AuditSubject, appendAudit } from '../audit.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Platform } from '../platform.ts'
import { type Asking, clientOf } from './asking.ts'
import { cookieLine } from './cookies.ts'
import type { RefuseMore } from './handling.ts'
import { once, requestHash } from './idempotency.ts'
import { countAttempt } from './limits.ts'
import { commonRefusals, type FieldRefusal, Refusal, type RefusalRules, refuseCommon } from './refusal.ts'
import type { AnyDeclaration, Limit, Route } from './route.ts'
import { jsonSchema } from './schemas.ts'

/** What access rules answer, as far as limits and the audit log need it. */
export interface Whoever {
  user?: { id: string }
  audit?: AuditSubject
}

const defaultBody = 64 * 1024

/** Registers one declared route on Fastify. Everything a declaration promises is enforced here, once, for all of them. */
export function register(http: FastifyInstance, platform: Platform, { declaration }: Route): void {
  const schemas = strictSchemas(declaration)
  const silent = declaration.output instanceof z.ZodVoid
  const status = declaration.status ?? (silent ? 204 : 200)
  http.route({
    method: declaration.method,
    url: `/api/v1${declaration.path.replace(/\{(\w+)\}/g, ':$1')}`,
    bodyLimit: declaration.maxBody ?? defaultBody,
    ...(!silent &&
      !declaration.media && { schema: { response: { [status]: jsonSchema(declaration.output, 'output') } } }),
    config: { rawBody: declaration.rawBody ?? null },
    handler: async (request, reply) => {
      const now = platform.clock.now()
      const asking = askingOf(request, platform, now)
      const who = (await declaration.access.resolve(asking)) as Whoever
      await holdLimits(platform, declaration, asking, who)
      const body = declaration.rawBody ? undefined : parse(schemas.input, request.body, '')
      const query = parse(schemas.query, emptyToUndefined(schemas.query, request.query), 'query.')
      const run = (db: Db) => runHandler({ declaration, platform, db, asking, who, body, query, request, reply })
      const answer = await answerOnce(platform, declaration, asking, who, request, status, run)
      reply.status(answer.status)
      if (declaration.versioned) reply.header('ETag', `"${(answer.body as { version: number }).version}"`)
      if (declaration.cacheFor)
        reply.header('Cache-Control', `private, max-age=${declaration.cacheFor / 1000}, immutable`)
      if (declaration.media) reply.type(declaration.media)
      return silent ? reply.send() : reply.send(answer.body)
    },
  })
}

function strictSchemas({ input, query }: AnyDeclaration): {
  input: z.ZodType | undefined
  query: z.ZodType | undefined
} {
  const strict = (schema: z.ZodType | undefined) => (schema instanceof z.ZodObject ? schema.strict() : schema)
  return { input: strict(input), query: strict(query) ?? z.strictObject({}) }
}

const emptyToUndefined = (schema: z.ZodType | undefined, value: unknown): unknown =>
  schema ? (value ?? {}) : undefined

function askingOf(request: FastifyRequest, platform: Platform, now: Date): Asking {
  return {
    platform,
    now,
    method: request.method,
    headers: request.headers,
    cookies: request.cookieJar,
    params: request.params as Record<string, string>,
    client: clientOf(request),
  }
}

async function holdLimits(
  platform: Platform,
  declaration: AnyDeclaration,
  asking: Asking,
  who: Whoever,
): Promise<void> {
  const limits: Limit[] = declaration.limit ? [declaration.limit].flat() : []
  for (const { per, max, every } of limits) {
    const whose = per === 'user' && who.user ? who.user.id : asking.client.network
    const bucket = `${declaration.method} ${declaration.path} ${per} ${whose}`
    const { count, resetsAt } = await countAttempt(platform.db, bucket, every, asking.now)
    if (count > max) refuseCommon('too_many', { extra: { retryAfter: secondsUntil(resetsAt, asking.now) } })
  }
}

/** Whole seconds until `then`, at least one. */
export const secondsUntil = (then: Date, now: Date): number =>
  Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 1000))

function parse(schema: z.ZodType | undefined, value: unknown, prefix: string): unknown {
  if (!schema) {
    if (value === undefined || value === null) return undefined
    return refuseCommon('invalid', {
      fields: [{ field: '', code: 'unexpected', message: 'This address takes no body.' }],
    })
  }
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  return refuseCommon('invalid', { fields: parsed.error.issues.flatMap((issue) => fieldRefusals(issue, prefix)) })
}

function fieldRefusals(issue: z.core.$ZodIssue, prefix: string): FieldRefusal[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: prefix + [...issue.path, key].join('.'),
      code: 'unknown_field',
      message: 'This field is not known here.',
    }))
  }
  const code = issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : issue.code
  return [{ field: prefix + issue.path.join('.'), code, message: issue.message }]
}

interface Running {
  declaration: AnyDeclaration
  platform: Platform
  db: Db
  asking: Asking
  who: Whoever
  body: unknown
  query: unknown
  request: FastifyRequest
  reply: FastifyReply
}

async function runHandler(running: Running): Promise<unknown> {
  const { declaration, platform, db, asking, who, body, query, request, reply } = running
  const rules: RefusalRules = { ...commonRefusals, ...declaration.refusals }
  let recorded = 0
  const result = await declaration.handle({
    who,
    input: body,
    query,
    params: asking.params,
    raw: request.body as Buffer,
    db,
    now: asking.now,
    log: request.log,
    client: asking.client,
    cookies: asking.cookies,
    platform,
    expectedVersion: declaration.versioned && declaration.method !== 'GET' ? expectedVersion(request) : 0,
    refuse: (code: string, more: string | RefuseMore = {}) =>
      refuse(running, rules, code, typeof more === 'string' ? { field: more } : more),
    record: async (tx: Tx, details: AuditDetails = {}, subject = who.audit) => {
      if (typeof declaration.audit !== 'string' || !subject)
        throw new Error(`${declaration.path} records without a declared action or subject`)
      recorded += 1
      await appendAudit(tx, { action: declaration.audit, subject, client: asking.client, now: asking.now, details })
    },
    unchanged: () => {
      recorded = Number.NaN
    },
    setCookie: (name: string, value: string | null, maxAge?: number) =>
      reply.header('Set-Cookie', cookieLine(platform.config, name, value, maxAge)),
    setHeader: (name: string, value: string) => reply.header(name, value),
  })
  if (
    typeof declaration.audit === 'string' &&
    declaration.method !== 'GET' &&
    recorded !== 1 &&
    !Number.isNaN(recorded)
  ) {
    throw new Error(
      `${declaration.method} ${declaration.path} recorded ${recorded} audit rows; it declares exactly one`,
    )
  }
  return result
}

function refuse({ declaration, who }: Running, rules: RefusalRules, code: string, more: RefuseMore): never {
  const rule = rules[code]
  if (!rule) throw new Error(`${declaration.path} refuses with the unlisted code ${code}`)
  const fields = more.field ? [{ field: more.field, code, message: rule.message }] : []
  const refusal = new Refusal(rule, code, { fields, ...(more.extra && { extra: more.extra }) })
  if (declaration.auditRefused?.includes(code)) refusal.audited = more.subject ?? who.audit
  throw refusal
}

function expectedVersion(request: FastifyRequest): number {
  const sent = /^(?:W\/)?"(\d{1,15})"$/.exec(String(request.headers['if-match'] ?? ''))
  return sent ? Number(sent[1]) : refuseCommon('version_required')
}

async function answerOnce(
  platform: Platform,
  declaration: AnyDeclaration,
  asking: Asking,
  who: Whoever,
  request: FastifyRequest,
  status: number,
  run: (db: Db) => Promise<unknown>,
): Promise<{ status: number; body: unknown }> {
  const key = asking.headers['idempotency-key']
  const work = async (db: Db) => ({ status, body: await run(db) })
  try {
    if (!declaration.idempotent || typeof key !== 'string' || !who.user) return await work(platform.db)
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      refuseCommon('invalid', {
        fields: [{ field: 'Idempotency-Key', code: 'invalid', message: 'Use 1 to 255 printable characters.' }],
      })
    }
    const repeatable = { owner: who.user.id, key, hash: requestHash(request.method, request.url, request.body) }
    return await once(platform.db, platform.sealer, repeatable, asking.now, work)
  } catch (error) {
    if (error instanceof Refusal && error.audited) await recordRefusal(platform, declaration, asking, error)
    throw error
  }
}

// Outside the transaction that was rolled back: the refusal's own trace must stay (V24).
async function recordRefusal(
  platform: Platform,
  { audit }: AnyDeclaration,
  asking: Asking,
  refusal: Refusal,
): Promise<void> {
  const subject = refusal.audited
  if (typeof audit !== 'string' || !subject) return
  await platform.db.transaction((tx) =>
    appendAudit(tx, {
      action: audit,
      subject,
      client: asking.client,
      now: asking.now,
      details: { refused: refusal.code },
    }),
  )
}
