import { z } from 'zod'
import { type Duration, days, hours, minutes, seconds } from '../clock.ts'
import { problem, refusalsOf } from './openapi-refusals.ts'
import type { ApiDescription, ApiResponse, Content, JsonSchema, Operation, Parameter } from './openapi-types.ts'
import type { AnyDeclaration, Route } from './route.ts'
import { jsonSchema } from './schemas.ts'

const about = `The only API: the page uses nothing else. Signing in opens a session, which a cookie carries. Times are RFC 3339 in UTC. Lists are \`{items, nextCursor}\`.
Every refusal is \`application/problem+json\` with a stable \`code\`. Requests that change something need an \`Origin\` header equal to this server's address, unless they come with an API key. To a key every answer tells how
far the minute's requests have gone, in \`X-RateLimit-*\` and \`RateLimit\` headers.`

/** Describes the API from the declarations of its routes, so that nothing is described twice. `sessionCookie` is the cookie's full name. */
export function openApiOf(
  routes: readonly Route[],
  told: { version: string; publicUrl: string; sessionCookie: string },
): ApiDescription {
  const paths: ApiDescription['paths'] = {}
  for (const { declaration } of routes) {
    const path = paths[declaration.path] ?? {}
    paths[declaration.path] = path
    path[declaration.method.toLowerCase()] = operationOf(declaration)
  }
  return {
    openapi: '3.1.1',
    info: { title: 'AegisRunner', version: told.version, description: about },
    servers: [{ url: `${told.publicUrl}/api/v1` }],
    tags: [...new Set(routes.map(({ declaration }) => tagOf(declaration)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: told.sessionCookie,
          description: 'The session that signing in opens.',
        },
        key: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'aegis_live_…',
          description: 'An API key, in this header only. Cookies beside it count for nothing.',
        },
      },
      schemas: { Problem: problem },
    },
  }
}

const tagOf = ({ path }: AnyDeclaration): string => path.split('/')[1] ?? ''

function operationOf(declaration: AnyDeclaration): Operation {
  const { method, path, summary, access } = declaration
  const words = path.split(/[^a-zA-Z0-9]+/).filter(Boolean)
  return {
    operationId: method.toLowerCase() + words.map((word) => (word[0] ?? '').toUpperCase() + word.slice(1)).join(''),
    tags: [tagOf(declaration)],
    summary,
    description: describe(declaration),
    security: securityOf(access),
    parameters: parametersOf(declaration),
    ...bodyOf(declaration),
    responses: { ...successOf(declaration), ...refusalsOf(declaration) },
  }
}

function securityOf({ who, scope }: AnyDeclaration['access']): Operation['security'] {
  if (who === 'anyone') return []
  if (who === 'API key') return [{ key: [] }]
  return scope ? [{ session: [] }, { key: [] }] : [{ session: [] }]
}

function describe({ access, limit, audit }: AnyDeclaration): string {
  const lines = [`Who may: ${access.who}${access.note ? ` (${access.note})` : ''}.`]
  if (access.scope) lines.push(`An API key needs the scope \`${access.scope}\`.`)
  if (access.confirmedWithin) lines.push(`Needs a proof of identity younger than ${spell(access.confirmedWithin)}.`)
  for (const { per, max, every } of limit ? [limit].flat() : [])
    lines.push(`At most ${max} in ${spell(every)} per ${per === 'user' ? 'person' : 'network'}.`)
  if (typeof audit === 'string') lines.push(`Written to the audit log as \`${audit}\`.`)
  return lines.join('\n\n')
}

const units: [length: Duration, name: string][] = [
  [days(1), 'day'],
  [hours(1), 'hour'],
  [minutes(1), 'minute'],
  [seconds(1), 'second'],
]

/** A length of time in words, such as `15 minutes`. */
export function spell(duration: Duration): string {
  const [length, name] = units.find(([unit]) => duration % unit === 0 && duration >= unit) ?? [1, 'millisecond']
  const count = duration / length
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

function parametersOf({ path, query, versioned, idempotent, method }: AnyDeclaration): Parameter[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const schema = query
    ? (jsonSchema(query, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] })
    : {}
  return [
    ...names.map((name): Parameter => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...Object.entries(schema.properties ?? {}).map(
      ([name, of]): Parameter => ({
        name,
        in: 'query',
        required: schema.required?.includes(name) ?? false,
        schema: of,
      }),
    ),
    ...(versioned && method !== 'GET' ? [header('If-Match', true, 'The ETag that was read last.')] : []),
    ...(idempotent ? [header('Idempotency-Key', false, 'The same key and request answer the same for 24 hours.')] : []),
  ]
}

const header = (name: string, required: boolean, description: string): Parameter => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
})

function bodyOf({ input, rawBody }: AnyDeclaration): Pick<Operation, 'requestBody'> {
  if (rawBody)
    return {
      requestBody: { required: true, content: Object.fromEntries(rawBody.map((media) => [media, { schema: {} }])) },
    }
  if (!input) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(input, 'input') } } } }
}

function successOf({ output, status, alsoStatus = [], media, versioned }: AnyDeclaration): Record<string, ApiResponse> {
  if (output instanceof z.ZodVoid) return { 204: { description: 'Done.' } }
  const etag = { ETag: { description: 'The version; send it back as If-Match.', schema: { type: 'string' } } }
  const content: Content = media
    ? { [media]: { schema: {} } }
    : { 'application/json': { schema: jsonSchema(output, 'output') } }
  const answer = (code: number): ApiResponse =>
    code === 204
      ? { description: 'Nothing at the moment.' }
      : { description: code === 202 ? 'Accepted.' : 'Done.', ...(versioned && { headers: etag }), content }
  return Object.fromEntries([status ?? 200, ...alsoStatus].map((code) => [code, answer(code)]))
}
