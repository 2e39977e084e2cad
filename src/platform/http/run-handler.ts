import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AuditDetails, type AuditSubject, appendAudit } from '../audit.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Platform } from '../platform.ts'
import type { Asking } from './asking.ts'
import { cookieLine } from './cookies.ts'
import type { RefuseMore } from './handling.ts'
import { Refusal, type RefusalRules, refuseCommon } from './refusal.ts'
import type { AnyDeclaration, SuccessStatus } from './route.ts'

/** What access rules answer, as far as limits and the audit log need it. */
export interface Whoever {
  user?: { id: string } | null
  /** The API key that asks, for a person or for its team. */
  key?: { id: string } | null
  audit?: AuditSubject
}

/** One call of one route, everything checked and parsed. */
export interface Call {
  declaration: AnyDeclaration
  /** The route's refusals and the common ones. */
  rules: RefusalRules
  platform: Platform
  asking: Asking
  who: Whoever
  body: unknown
  query: unknown
  /** Of the answer; the handler may choose another that the route declares. */
  status: number
  request: FastifyRequest
  reply: FastifyReply
}

/** Runs the handler on `db` and holds it to its declaration: refusals it lists, and exactly one audit row. */
export async function runHandler(call: Call, db: Db): Promise<unknown> {
  const { declaration, platform, asking, who, request, reply } = call
  const action = typeof declaration.audit === 'string' ? declaration.audit : null
  let recorded = 0
  const result = await declaration.handle({
    who,
    input: call.body,
    query: call.query,
    params: asking.params,
    raw: request.body as Buffer,
    db: declaration.method === 'GET' ? db : holding(db, call),
    now: asking.now,
    log: request.log,
    client: asking.client,
    headers: asking.headers,
    cookies: asking.cookies,
    platform,
    gone: () => goneSignal(reply),
    expectedVersion: declaration.versioned && declaration.method !== 'GET' ? expectedVersion(request) : 0,
    refuse: (code: string, more: string | RefuseMore = {}) =>
      refuse(call, code, typeof more === 'string' ? { field: more } : more),
    record: async (tx: Tx, details: AuditDetails = {}, subject = who.audit) => {
      if (!action || !subject) throw new Error(`${declaration.path} records without a declared action or subject`)
      recorded += 1
      await appendAudit(tx, { action, subject, client: asking.client, now: asking.now, details })
    },
    unchanged: () => {
      recorded = Number.NaN
    },
    setCookie: (name: string, value: string | null, maxAge?: number) =>
      reply.header('Set-Cookie', cookieLine(platform.config, name, value, maxAge)),
    setStatus: (status: SuccessStatus) => {
      if (!declaration.alsoStatus?.includes(status)) throw new Error(`${declaration.path} does not declare ${status}`)
      call.status = status
    },
    setHeader: (name: string, value: string) => reply.header(name, value),
  })
  if (action && declaration.method !== 'GET' && recorded !== 1 && !Number.isNaN(recorded)) {
    throw new Error(
      `${declaration.method} ${declaration.path} recorded ${recorded} audit rows; it declares exactly one`,
    )
  }
  return result
}

// Asked last, when every other lock is held: whoever ends the session never waits for this one while it waits for them.
function holding(db: Db, { declaration: { access }, who }: Call): Db {
  const { stillHolds } = access
  if (!stillHolds) return db
  return {
    ...db,
    transaction: (work) =>
      db.transaction(async (tx) => {
        const result = await work(tx)
        await stillHolds(tx, who)
        return result
      }),
  }
}

function refuse({ declaration, rules, who }: Call, code: string, more: RefuseMore): never {
  const rule = rules[code]
  if (!rule) throw new Error(`${declaration.path} refuses with the unlisted code ${code}`)
  const fields = more.field ? [{ field: more.field, code, message: rule.message }] : []
  const refusal = new Refusal(rule, code, { fields, ...(more.extra && { extra: more.extra }) })
  if (declaration.auditRefused?.includes(code)) refusal.audited = more.subject ?? who.audit
  throw refusal
}

// Asked for by the few that wait, so that all others do not pay for it.
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  if (raw.destroyed) gone.abort()
  raw.once('close', () => raw.writableFinished || gone.abort())
  return gone.signal
}

function expectedVersion(request: FastifyRequest): number {
  const sent = /^(?:W\/)?"(\d{1,15})"$/.exec(String(request.headers['if-match'] ?? ''))
  return sent ? Number(sent[1]) : refuseCommon('version_required')
}

/** Writes the row of an audited refusal, outside the transaction that was rolled back: its trace must stay (V24). */
export async function recordRefusal(
  { declaration: { audit }, platform, asking }: Call,
  refusal: Refusal,
): Promise<void> {
  const subject = refusal.audited
  if (typeof audit !== 'string' || !subject) return
  const event = { action: audit, subject, client: asking.client, now: asking.now, details: { refused: refusal.code } }
  await platform.db.transaction((tx) => appendAudit(tx, event))
}
