/**
 * Walks every declared route and sends what must be refused, then what must work: the refusals before it have changed nothing. Whatever a
 * new route declares is held to here without a line of its own; it only needs an example.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { may, type Permission } from '#access/permissions.ts'
import { roles } from '#access/principal.ts'
import { sessionCookie } from '#access/sessions.ts'
import { routes } from '#app/app.ts'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { minutes } from '#platform/clock.ts'
import type { AnyDeclaration, Limit, Route } from '#platform/http/route.ts'
import { jsonSchema } from '#platform/http/schemas.ts'
import { phoneOf } from '../authenticator-app.ts'
import type { Browser } from '../browser.ts'
import type { Example, RouteName, Sent } from '../examples/example.ts'
import { goodPassword, type Person, type TestApp, testApp } from '../harness.ts'
import { secretsOf } from '../secrets.ts'
import { Wire, type WireAnswer, type Wired } from '../wire.ts'

// Modules are loaded once per worker: each file's walk starts an app of its own.
let app: TestApp
let wire: Wire

async function open(): Promise<void> {
  const slack = await slackServer()
  afterAll(() => slack.close())
  // With Stripe's secrets at hand its webhook is open, though the practice provider takes the payments.
  app = await testApp({
    ...slack.settings,
    AEGIS_PAYMENTS: 'practice',
    STRIPE_SECRET_KEY: 'sk_test_ledger',
    STRIPE_WEBHOOK_SECRET: 'whsec_of-the-ledger-0123456789',
  })
  const own = new Wire(app)
  wire = own
  afterAll(() => own.close())
}

const all: readonly Route[] = routes
// Every test starts with all attempts left; how limits count is a test of its own.
const forgetAttempts = () => app.sql('DELETE FROM rate_limits')

async function somebody(): Promise<Person> {
  await forgetAttempts()
  return app.person('Lea Ledger')
}

const pathOf = ({ path }: AnyDeclaration, params: Record<string, string> = {}): string =>
  `/api/v1${path}`.replace(/\{(\w+)\}/g, (_all, name) => params[name] ?? 'none')

/** The example as it goes over the wire, changed in one thing. */
function wired(declaration: AnyDeclaration, sent: Sent, change: Partial<Wired> = {}): Wired {
  const { headers, ...rest } = change
  return {
    method: declaration.method,
    path: pathOf(declaration, sent.params),
    browser: sent.browser,
    ...(sent.body && { body: JSON.stringify(sent.body) }),
    ...(sent.bytes && { body: sent.bytes.data }),
    ...rest,
    headers: {
      ...sent.headers,
      ...(sent.bytes && { 'content-type': sent.bytes.type }),
      ...(sent.ifMatch !== undefined && { 'if-match': `"${sent.ifMatch}"` }),
      ...headers,
    },
  }
}

/** Whether an address of one route is also one of the other, such as `/keys/scopes` of `/keys/{id}`. */
const fits = (path: string, other: string): boolean => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(other)

const told = ({ status, body }: WireAnswer): string => `${status} ${body?.code ?? ''}`.trim()

/** Walks the routes that these examples are of, each through everything it declares. */
export async function walk(examples: Partial<Record<RouteName, Example>>): Promise<void> {
  await open()
  const shownToOperator: string[] = []
  for (const { declaration } of all) {
    const name = `${declaration.method} ${declaration.path}` as RouteName
    const example = examples[name]
    if (!example) continue // belongs to another slice's walk
    const { access } = declaration
    const operators = access.who === 'operator'
    const keysOnly = access.who === 'API key'
    const writes = declaration.method !== 'GET'

    describe(name, () => {
      let person: Person
      let sent: Sent
      const prepared = async (who?: Person): Promise<Sent> => {
        await forgetAttempts()
        return example.prepare(app, who ?? (operators ? app.operator : await somebody()))
      }
      const send = async (change: Partial<Wired> = {}): Promise<WireAnswer> => {
        await forgetAttempts()
        return wire.send(wired(declaration, sent, change))
      }
      beforeAll(async () => {
        person = operators ? app.operator : await somebody()
        sent = await prepared(person)
      })

      if (access.who !== 'anyone') {
        test('is closed to whoever is not signed in, also with the password in the header (V28, V118)', async () => {
          const unknown = { [sessionCookie]: 'A'.repeat(43) }
          const spoofed = { 'x-user-id': person.id, 'x-forwarded-user': person.email, 'x-team-id': person.teamId }
          const cookies = [
            '',
            'aegis',
            'aegis=',
            'aegis=%',
            `aegis=${unknown.aegis}`,
            `aegis=${person.id}`,
            'aegis=__proto__',
            '=; ;;aegis=a=b',
          ]
          for (const cookie of cookies)
            expect(told(await send({ headers: { cookie, authorization: null, ...spoofed } })), cookie).toBe(
              '401 signed_out',
            )
          for (const authorization of [
            'Bearer x',
            'Bearer ',
            `Basic ${btoa(`${person.email}:${goodPassword}`)}`,
            `Bearer ${sent.browser.cookies.get(sessionCookie)}`,
          ]) {
            expect(told(await send({ headers: { cookie: null, authorization } })), authorization).toBe('401 signed_out')
          }
        })
      }

      if (writes) {
        test('cannot be sent by another site (V115, V117)', async () => {
          const { publicUrl } = app.config
          const foreign: Record<string, string | null>[] = [
            { origin: 'https://evil.example' },
            { origin: 'null' },
            { origin: '' },
            { origin: `${publicUrl}.evil.example` },
            { origin: `${publicUrl}/` },
            { origin: publicUrl.replace('http:', 'https:') },
            { origin: null },
            { origin: null, referer: `${publicUrl}/` },
            { 'sec-fetch-site': 'cross-site' },
            { 'sec-fetch-site': 'same-site' },
            { 'sec-fetch-site': 'none' },
            { origin: null, 'sec-fetch-site': 'cross-site' },
          ]
          // A key is no ambient authority: what sends one needs no Origin.
          for (const headers of foreign.filter(
            ({ origin, ...more }) => !keysOnly || origin !== null || 'sec-fetch-site' in more,
          ))
            expect(told(await send({ headers })), JSON.stringify(headers)).toBe('403 foreign_origin')
          // Without any cookie just the same: signing a stranger in, or up, is an attack too (V115).
          expect(told(await send({ headers: { cookie: null, origin: 'https://evil.example' } }))).toBe(
            '403 foreign_origin',
          )
        })
      }

      if (declaration.input) {
        test('refuses a body that is not the one JSON object it expects (V112)', async () => {
          const body = JSON.stringify(sent.body)
          const [member = ''] = Object.keys(sent.body ?? {})
          const twice = `{${JSON.stringify(member)}:"x",${body.slice(1)}`
          const malformed = [
            '{',
            '}',
            'x',
            `${body}}`,
            body.slice(0, -1),
            `${body}${body}`,
            body.replaceAll('"', "'"),
            '\ufeff{',
            twice,
          ]
          const polluting = ['__proto__', 'constructor'].map((key) => `{"${key}":{"isOperator":true},${body.slice(1)}`)
          const nested = [`{"x":{"__proto__":{}},${body.slice(1)}`, '['.repeat(30_000)]
          for (const text of [...malformed, ...polluting, ...nested])
            expect(told(await send({ body: text })), text.slice(0, 99)).toBe('400 malformed')
          const empty = requiredOf(declaration).length > 0 ? ['', ' ', '{}'] : []
          for (const text of ['[]', `[${body}]`, 'null', '"text"', '1', 'true', ...empty]) {
            expect((await send({ body: text })).status, text).toBe(400)
          }
          const tooLarge = 'x'.repeat((declaration.maxBody ?? 65_000) + 5_000)
          expect(told(await send({ body: `{"x":"${tooLarge}"}` }))).toBe('413 too_large')
        })

        test('refuses a body of another content type', async () => {
          const types = [
            'text/plain',
            'application/x-www-form-urlencoded',
            'multipart/form-data; boundary=x',
            'text/json',
            'application/jsonp',
            'image/png',
            null,
          ]
          for (const type of types)
            expect(told(await send({ headers: { 'content-type': type } })), String(type)).toBe('415 not_json')
        })

        test('refuses every field in every other type', async () => {
          for (const [field, wrong] of wrongTypes(declaration)) {
            const answer = await send({ body: JSON.stringify({ ...sent.body, [field]: wrong }) })
            expect(told(answer), `${field}: ${JSON.stringify(wrong)}`).toBe('400 invalid')
            expect(answer.body.errors[0].field).toMatch(new RegExp(`^${field}(\\.|$)`))
          }
        })

        test('refuses fields it does not know, such as another owner or team (V107, V108, V109)', async () => {
          for (const field of massAssigned.filter((one) => !(one in propertiesOf(declaration)))) {
            const answer = await send({ body: JSON.stringify({ ...sent.body, [field]: 'owner' }) })
            expect(told(answer), field).toBe('400 invalid')
            expect(answer.body.errors).toEqual([{ field, code: 'unknown_field', message: expect.any(String) }])
          }
        })
      } else if (writes && !declaration.rawBody) {
        test('refuses any body', async () => {
          for (const body of ['{"x":1}', '{}', '[]', '"x"']) expect((await send({ body })).status, body).toBe(400)
          expect(told(await send({ body: 'x', headers: { 'content-type': 'text/plain' } }))).toBe('415 not_json')
        })
      }

      const { rawBody } = declaration
      if (rawBody) {
        test('refuses bytes of another type and too many of them', async () => {
          const types = ['text/html', 'image/svg+xml', 'application/octet-stream', 'image/gif', 'text/json', null]
          for (const type of types)
            expect(told(await send({ headers: { 'content-type': type } })), String(type)).toBe('415 wrong_media_type')
          const json = rawBody.includes('application/json') ? '400 ' : '415 wrong_media_type'
          for (const body of ['{}', '[]', '"x"', '1e21', 'null'])
            expect(told(await send({ body, headers: { 'content-type': 'application/json' } })), body).toContain(json)
          expect(told(await send({ body: Buffer.alloc((declaration.maxBody ?? 0) + 1) }))).toBe('413 too_large')
        })
      }

      test('refuses unknown query parameters, such as another team (V109), and teaches who puts a key there', async () => {
        const path = pathOf(declaration, sent.params)
        for (const name of ['userId', 'teamId', 'referenceId'])
          expect(told(await send({ path: `${path}?${name}=${person.teamId}` })), name).toBe('400 invalid')
        expect(told(await send({ path: `${path}?__proto__[x]=1` }))).toBe('400 invalid')
        for (const query of ['api_key=1', 'a=1&access_token=1', 'key=aegis_0123456789', 'apikey=x']) {
          expect(told(await send({ path: `${path}?${query}` })), query).toBe('400 key_in_query')
        }
      })

      test('answers at its own address and method only', async () => {
        const path = pathOf(declaration, sent.params)
        const inner = path.slice('/api/v1'.length)
        const capital = inner.replace(/\/(\w)/, (_all, first) => `/${first.toUpperCase()}`)
        const within = [
          `/${inner}`,
          `${inner}/`,
          `/.${inner}`,
          `/x/..${inner}`,
          `${inner};x`,
          `${inner}%2f`,
          `${inner}%00`,
          capital,
        ]
        const outside = [`//api/v1${inner}`, `/API/v1${inner}`, `/api/v2${inner}`, `/api${inner}`, inner]
        for (const other of [...within.map((one) => `/api/v1${one}`), ...outside]) {
          // A body nobody asked for may be refused before the address is.
          expect([404, ...(sent.bytes ? [415] : [])], other).toContain((await send({ path: other })).status)
        }
        const known = new Set(
          all.filter((one) => fits(one.path, declaration.path)).map(({ method }) => method as string),
        )
        if (known.has('GET')) known.add('HEAD')
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD']) {
          const bare = { method, path, browser: sent.browser }
          if (!known.has(method)) expect((await wire.send(bare)).status, method).toBe(404)
        }
        await send({ path: path.replace('/api', '/%61pi'), headers: { origin: 'https://evil.example' } }) // held to what all answers promise
      })

      if (operators) {
        test('is not there for ordinary people', async () => {
          const { browser } = await somebody()
          expect(told(await send({ browser }))).toBe('404 not_found')
        })
      }

      if (declaration.path.includes('{')) {
        test('does not find what belongs to others, or what is no id (V91, V92)', async () => {
          const { browser, teamId } = await somebody()
          // What anyone may know by its unguessable id belongs to nobody.
          const { headers = {} } = keysOnly ? await prepared() : {}
          if (access.who !== 'anyone') expect(told(await send({ browser, headers }))).toBe('404 not_found')
          const ids = [
            teamId,
            'team_0',
            'x',
            '%20',
            "'--",
            '%00',
            '%ff',
            '%F0%9F%92%A9',
            '..%2f..',
            'null',
            '__proto__',
            'a'.repeat(150),
            'a'.repeat(900),
          ]
          for (const id of ids) {
            const path = pathOf(declaration, Object.fromEntries(Object.keys(sent.params ?? {}).map((key) => [key, id])))
            expect([400, 404], id).toContain((await send({ path })).status)
          }
        })
      }

      const permission = /^team: (.*)$/.exec(access.who)?.[1] as Permission | undefined
      if (permission) {
        test('is open to the roles that have the permission, and no other', async () => {
          for (const role of roles) {
            const member = await somebody()
            await app.join(member, person.teamId, role)
            const allowed = may(role, permission)
            const theirs = allowed && example.forMember ? await example.forMember(app, member, person.teamId) : sent
            await forgetAttempts()
            const answer = await wire.send(wired(declaration, theirs, { browser: member.browser }))
            if (allowed) expect(answer.status, role).toBeLessThan(400)
            else expect(told(answer), role).toBe('403 forbidden')
          }
        })
      }

      if (declaration.versioned && writes) {
        test('is done only to the version that was read', async () => {
          for (const version of [null, '', '*', 'x', '"x"', '"1", "2"', '1', '""']) {
            expect(told(await send({ headers: { 'if-match': version } })), String(version)).toBe('428 version_required')
          }
          for (const version of ['"0"', '"999999999999999"']) {
            expect(told(await send({ headers: { 'if-match': version } })), version).toBe('412 changed_meanwhile')
          }
        })
      }

      if (!writes) {
        test('is kept by no cache on the way (V56)', async () => {
          const { headers } = await send()
          expect(headers['cache-control']).toMatch(declaration.cacheFor ? /^private, / : /^no-store$/)
        })
      }

      test('does what it declares when everything is right', async () => {
        const rows = await auditRows(declaration)
        const answer = await send()
        if (example.showsSecret) shownToOperator.push(answer.text)
        expect(told(answer)).toBe(String(example.status))
        expect(answer.status === 204).toBe(answer.text === '')
        if (declaration.versioned) expect(answer.headers.etag).toBe(`"${answer.body.version}"`)
        expect((await auditRows(declaration)) > rows).toBe(typeof declaration.audit === 'string' && !example.unaudited)
      })

      test('survives odd text in every field', async () => {
        for (const field of Object.keys(propertiesOf(declaration))) {
          for (const odd of [
            '\u0000',
            'a\u0000b',
            '\ud800',
            '\u202eabc',
            '\u200b',
            '💩'.repeat(60),
            "'; DROP TABLE users; --",
            '{{7*7}}',
            '<script>',
          ]) {
            await send({ body: JSON.stringify({ ...sent.body, [field]: odd }) })
          }
        }
      })

      if (access.confirmedWithin) {
        const within = access.confirmedWithin
        test('wants a fresh proof of identity, then takes the very same request', async () => {
          const late = await somebody()
          sent = await prepared(late)
          app.clock.advance(within)
          const refused = await send()
          expect(told(refused)).toBe('403 confirmation_required')
          const { needsSecondFactor } = refused.body
          expect(refused.body.factors).toEqual((await late.browser.get('/auth/confirmation')).body.factors)
          await forgetAttempts()
          const proof = needsSecondFactor ? { code: phoneOf(late.browser).code() } : { password: goodPassword }
          expect((await late.browser.post('/auth/confirmation', proof)).status).toBe(200)
          expect((await send()).status).toBe(example.status)
        })
      }

      if (declaration.idempotent) {
        test('answers a repeated Idempotency-Key as the first time, once', async () => {
          sent = await prepared()
          const headers = { 'idempotency-key': 'the-same-key' }
          const rows = await auditRows(declaration)
          const first = await send({ headers })
          expect(first.status).toBe(example.status)
          app.clock.advance(minutes(1))
          expect((await send({ headers })).body).toEqual(first.body)
          expect((await auditRows(declaration)) - rows).toBeLessThanOrEqual(2) // one act: in the person's log and in their team's
          const other = JSON.stringify({ ...sent.body, ...(await prepared()).body })
          expect(told(await send({ headers, body: other }))).toBe('422 idempotency_reused')
          expect(told(await send({ headers: { 'idempotency-key': 'x'.repeat(256) } }))).toBe('400 invalid')
        })
      }

      for (const limit of declaration.limit ? [declaration.limit].flat() : []) {
        test(`stops after ${limit.max} calls per ${limit.per}, on every spelling of its address (V22)`, async () => {
          await exhaust(declaration, await prepared(), limit)
        })
      }
    })
  }

  test('no answer and no line of the log holds a secret (V111, V132)', async () => {
    const secrets = [
      ...(await secretsOf(app)),
      goodPassword,
      'quarry-lantern-moss-77',
      ...[...wire.cookies].filter((value) => value.length > 20),
    ]
    expect(secrets.length).toBeGreaterThan(4)
    const said = wire.answered.filter((text) => !shownToOperator.includes(text)).join('\n') + app.logged()
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
  })
}

async function auditRows({ audit }: AnyDeclaration): Promise<number> {
  if (typeof audit !== 'string') return 0
  const [row] = await app.sql<{ n: number }>('SELECT count(*)::int AS n FROM audit_log WHERE action = $1', [audit])
  return row?.n ?? 0
}

const massAssigned = [
  'id',
  'userId',
  'user_id',
  'ownerId',
  'teamId',
  'team_id',
  'orgId',
  'role',
  'plan',
  'isOperator',
  'is_operator',
  'email_verified_at',
  'emailVerified',
  'twoFactorEnabled',
  'stripeCustomerId',
  'usageLimit',
  'deletedAt',
  'version',
  'createdAt',
  'hash',
  'prototype',
  'toString',
]

type Schema = { type?: string | string[]; anyOf?: Schema[]; properties?: Record<string, Schema>; required?: string[] }

const propertiesOf = ({ input }: AnyDeclaration): Record<string, Schema> =>
  input ? ((jsonSchema(input, 'input') as Schema).properties ?? {}) : {}

const requiredOf = ({ input }: AnyDeclaration): string[] =>
  input ? ((jsonSchema(input, 'input') as Schema).required ?? []) : []

function typesOf(schema: Schema): string[] {
  return [...[schema.type ?? []].flat(), ...(schema.anyOf ?? []).flatMap(typesOf)]
}

const oneOfEach: [type: string, value: unknown][] = [
  ['array', []],
  ['array', ['x']],
  ['object', {}],
  ['object', { $ne: null }],
  ['number', 1],
  ['boolean', true],
  ['null', null],
  ['string', 'x'],
]

const wrongTypes = (declaration: AnyDeclaration): [field: string, value: unknown][] =>
  Object.entries(propertiesOf(declaration)).flatMap(([field, schema]) => {
    const right = typesOf(schema).map((type) => (type === 'integer' ? 'number' : type))
    return oneOfEach.filter(([type]) => !right.includes(type)).map(([, value]): [string, unknown] => [field, value])
  })

// Calls with a body or query that is not valid count like any other, and change nothing.
async function exhaust(declaration: AnyDeclaration, sent: Sent, limit: Limit): Promise<void> {
  const path = pathOf(declaration, sent.params)
  const others = (declaration.limit ? [declaration.limit].flat() : []).filter((one) => one !== limit)
  const perBrowser = Math.min(...others.filter(({ per }) => per === 'user').map(({ max }) => max), limit.max)
  let browser: Browser = sent.browser
  await forgetAttempts()
  const call = (at: string) => wire.send(wired(declaration, sent, { path: `${at}?x=1`, browser }))
  for (let count = 0; count < limit.max; count += 1) {
    if (count > 0 && count % perBrowser === 0) browser = (await app.person('Lia Limit')).browser
    expect((await call(path)).status, `call ${count + 1}`).toBe(400)
  }
  const refused = await call(path)
  expect(told(refused)).toBe('429 too_many')
  const wait = Number(refused.headers['retry-after'])
  expect(wait).toBe(refused.body.retryAfter)
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(limit.every / 1000)
  // Spellings the router takes for the same address count in the same bucket (V22).
  const encoded = path.replace('v1', '%76%31')
  for (const spelling of [
    encoded,
    path.replace('/api', '/%61pi'),
    `${path}/`,
    `/${path}`,
    `${path};a`,
    path.toUpperCase(),
  ]) {
    expect([404, 429, ...(sent.bytes ? [415] : [])], spelling).toContain((await call(spelling)).status)
  }
  for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip', 'true-client-ip']) {
    const moved = await wire.send(
      wired(declaration, sent, { path: `${path}?x=1`, browser, headers: { [header]: '203.0.113.77' } }),
    )
    expect(told(moved), header).toBe('429 too_many')
  }
  app.clock.advance(limit.every)
  expect((await call(path)).status).not.toBe(429)
}
