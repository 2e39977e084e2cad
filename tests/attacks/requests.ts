import fc from 'fast-check'
import type { AnyDeclaration } from '#platform/http/route.ts'
import { jsonSchema } from '#platform/http/schemas.ts'
import type { Sent } from '../examples/example.ts'
import type { Wired } from '../wire.ts'
import { fitting, hostileText, hostileValue, type Schema } from './shapes.ts'

/** How one request differs from the example of its route. */
export interface Change {
  /** Who sends it: a place in the list of actors. */
  actor: number
  /** Members of the body in place of the example's, the whole body, or its very text. */
  body: { members: Record<string, unknown> } | { whole: unknown } | { text: string | null }
  query: [name: string, value: string][]
  /** Ids of the path in place of the example's. */
  params: Record<string, string>
  headers: Record<string, string | null>
}

const propertiesOf = (schema: AnyDeclaration['input']): Record<string, Schema> =>
  schema ? ((jsonSchema(schema, 'input') as Schema).properties ?? {}) : {}

const someOf = <T>(model: Record<string, fc.Arbitrary<T>>) =>
  fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Record<string, T>>

const brokenText = fc.constantFrom(
  null,
  '',
  '{',
  'null',
  '[]',
  '{"a":1,"a":2}',
  '{"__proto__":{}}',
  '\ufeff{}',
  '"x"',
  '['.repeat(9_000),
  '{"a":1e999}',
)

/** Requests near the example of a route and far from it, made from its own schemas. */
export function changesTo(declaration: AnyDeclaration, actors: number): fc.Arbitrary<Change> {
  const members = propertiesOf(declaration.input)
  const each = (make: (schema: Schema) => fc.Arbitrary<unknown>) =>
    someOf(Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, make(schema)])))
  const body: fc.Arbitrary<Change['body']> = fc.oneof(
    { weight: 2, arbitrary: fc.constant({ members: {} }) },
    { weight: 4, arbitrary: each(fitting).map((found) => ({ members: found })) },
    { weight: 4, arbitrary: each(() => hostileValue).map((found) => ({ members: found })) },
    {
      weight: 3,
      arbitrary: declaration.input
        ? fitting(jsonSchema(declaration.input, 'input')).map((whole) => ({ whole }))
        : fc.constant({ members: {} }),
    },
    { weight: 1, arbitrary: hostileValue.map((whole) => ({ whole })) },
    { weight: 1, arbitrary: brokenText.map((text) => ({ text })) },
  )
  const asked = Object.entries(propertiesOf(declaration.query)).map(([name, schema]) =>
    fc.tuple(fc.constant(name), fc.oneof(fitting(schema).map(String), hostileText)),
  )
  const strange = fc.tuple(fc.constantFrom('x', 'team', 'limit', 'cursor', '__proto__[x]', 'a[]', ''), hostileText)
  const query: fc.Arbitrary<Change['query']> = fc.array(
    fc.oneof({ weight: 1, arbitrary: strange }, ...asked.map((arbitrary) => ({ weight: 6, arbitrary }))),
    {
      maxLength: asked.length > 0 ? 4 : 1,
    },
  )
  const names = [...declaration.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const id = fc.oneof(
    hostileText,
    fc.constantFrom('0', '-1', '2147483648', '99999999999999999999', 'team_0', 'x'.repeat(121)),
  )
  return fc.record({
    actor: fc.nat({ max: actors - 1 }),
    body,
    query: fc.oneof(
      { weight: asked.length > 0 ? 1 : 5, arbitrary: fc.constant<Change['query']>([]) },
      { weight: asked.length > 0 ? 4 : 1, arbitrary: query },
    ),
    params: fc.oneof(
      { weight: 5, arbitrary: fc.constant<Change['params']>({}) },
      { weight: 1, arbitrary: someOf(Object.fromEntries(names.map((name) => [name, id]))) },
    ),
    headers: fc.oneof({ weight: 3, arbitrary: fc.constant<Change['headers']>({}) }, { weight: 1, arbitrary: headers }),
  })
}

// What the client's own library lets through: visible Latin-1.
const headerText = hostileText.map((text) =>
  text
    .replaceAll(/[^\x20-\x7e\xa1-\xff]/g, '')
    .slice(0, 200)
    .trim(),
)
const headers = someOf({
  'if-match': fc.oneof(fc.constantFrom('"0"', '"1"', '"2"', '*', 'W/"1"', '"99999999999999999999"'), headerText),
  'idempotency-key': headerText,
  'content-type': fc.constantFrom(
    'text/plain',
    'application/json; charset=utf-16',
    'multipart/form-data; boundary=x',
    'application/json',
  ),
  accept: headerText,
  'accept-language': headerText,
  'user-agent': headerText,
  'x-request-id': headerText,
  'x-forwarded-for': fc.oneof(fc.constantFrom('203.0.113.7', '::1', '1.2.3.4, 5.6.7.8', 'unknown'), headerText),
  forwarded: headerText,
  'sec-fetch-site': fc.constantFrom('same-origin', 'cross-site', 'none', 'x'),
  'last-event-id': headerText,
  range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'x'),
  'stripe-signature': headerText,
})

/** The request that goes over the wire. */
export function requestOf(declaration: AnyDeclaration, sent: Sent, change: Change): Omit<Wired, 'browser'> {
  const params: Record<string, string | undefined> = { ...sent.params, ...change.params }
  const path = declaration.path.replace(/\{(\w+)\}/g, (_all, name) => encode(params[name] ?? 'none'))
  const query = change.query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  const { body } = change
  const plain =
    'text' in body
      ? (body.text ?? undefined)
      : 'whole' in body
        ? JSON.stringify(body.whole)
        : sent.body || Object.keys(body.members).length > 0
          ? JSON.stringify({ ...sent.body, ...body.members })
          : undefined
  const bytes = sent.bytes && 'members' in body ? sent.bytes : null
  const carries = declaration.method !== 'GET' && (bytes?.data ?? plain)
  return {
    method: declaration.method,
    path: `/api/v1${path}${query && `?${query}`}`,
    ...(carries && { body: carries }),
    headers: {
      ...(bytes && { 'content-type': bytes.type }),
      ...(sent.ifMatch !== undefined && { 'if-match': `"${sent.ifMatch}"` }),
      ...change.headers,
    },
  }
}

// Halves of characters cannot be spelled in an address; what is sent instead no server takes for UTF-8.
function encode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return '%ed%a0%80'
  }
}
