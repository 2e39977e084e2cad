import { Validator } from '@seriousme/openapi-schema-validator'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { anyone, inTeam, signedIn } from '#access/guard.ts'
import { sessionCookie } from '#access/sessions.ts'
import { routes } from '#app/app.ts'
import { days, hours, minutes } from '../clock.ts'
import { readConfig } from '../config.ts'
import type { Platform } from '../platform.ts'
import { renderDocs, serveDocs } from './docs-page.ts'
import { openApiOf, spell } from './openapi.ts'
import { type Route, route } from './route.ts'
import { instant } from './schemas.ts'

const told = { version: '1', publicUrl: 'https://aegis.example', sessionCookie: '__Host-aegis' }

const rename = route({
  method: 'PATCH',
  path: '/teams/{team}',
  summary: 'Rename <b>a team</b>',
  access: inTeam('team.rename', { confirmedWithin: minutes(10) }),
  limit: { per: 'user', max: 5, every: minutes(15) },
  query: z.object({ dry: z.enum(['yes', 'no']).optional() }),
  input: z.object({ name: z.string().max(60).describe('shown to all') }),
  output: z.object({ name: z.string(), version: z.int(), at: instant().nullable() }),
  versioned: true,
  refusals: { name_taken: { status: 409, message: 'This name is taken.' } },
  audit: 'team.renamed',
  handle: ({ input }) => ({ name: input.name, version: 2, at: null }),
})
const read = route({
  method: 'GET',
  path: '/a',
  summary: 'Read',
  access: anyone('it is public'),
  output: z.void(),
  handle() {},
})
const upload = route({
  method: 'PUT',
  path: '/b',
  summary: 'Put',
  access: signedIn(),
  rawBody: ['image/png'],
  output: z.void(),
  audit: { none: 'x' },
  handle() {},
})

const described = (...some: unknown[]) => openApiOf(some as Route[], told)

test('a declaration says everything there is to say', () => {
  const operation = described(rename).paths['/teams/{team}']?.patch
  expect(operation).toMatchObject({
    operationId: 'patchTeamsTeam',
    tags: ['teams'],
    security: [{ session: [] }],
    parameters: [
      { name: 'team', in: 'path', required: true },
      { name: 'dry', in: 'query', required: false, schema: { enum: ['yes', 'no'] } },
      { name: 'If-Match', in: 'header', required: true },
    ],
    requestBody: {
      content: {
        'application/json': { schema: { properties: { name: { type: 'string', maxLength: 60 } }, required: ['name'] } },
      },
    },
  })
  expect(operation?.description).toContain('younger than 10 minutes')
  expect(operation?.description).toContain('At most 5 in 15 minutes per person')
  expect(operation?.description).toContain('`team.renamed`')
  expect(Object.keys(operation?.responses ?? {})).toEqual([
    '200',
    '400',
    '401',
    '403',
    '404',
    '409',
    '412',
    '413',
    '415',
    '428',
    '429',
    'default',
  ])
  expect(operation?.responses[409]?.description).toBe('`name_taken`: This name is taken.')
  expect(operation?.responses[429]?.headers).toHaveProperty('Retry-After')
  expect(operation?.responses[200]?.headers).toHaveProperty('ETag')
  const at = { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }
  expect(operation?.responses[200]?.content?.['application/json']?.schema).toMatchObject({ properties: { at } })
})

test('a public read has no body, no session and few refusals', () => {
  expect(described(read).paths['/a']?.get).toMatchObject({
    security: [],
    parameters: [],
    responses: { 204: { description: 'Done.' } },
  })
  expect(described(read).paths['/a']?.get).not.toHaveProperty('requestBody')
  expect(described(upload).paths['/b']?.put?.requestBody?.content).toEqual({ 'image/png': { schema: {} } })
})

test('every route of the app is described, and the description is valid OpenAPI 3.1', async () => {
  const description = openApiOf(routes as readonly Route[], told)
  const listed = Object.values(description.paths).flatMap((methods) => Object.values(methods))
  expect(listed).toHaveLength(routes.length)
  expect(new Set(listed.map(({ operationId }) => operationId)).size).toBe(routes.length)
  const validator = new Validator()
  expect(await validator.validate(JSON.parse(JSON.stringify(description)))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
  expect(() => validator.resolveRefs()).not.toThrow()
})

test('lengths of time are told in the largest unit that fits', () => {
  expect([minutes(1), minutes(90), hours(1), hours(24), days(2), 1500].map(spell)).toEqual([
    '1 minute',
    '90 minutes',
    '1 hour',
    '1 day',
    '2 days',
    '1500 milliseconds',
  ])
})

test('the page escapes what declarations say', () => {
  const page = renderDocs(described(rename))
  expect(page).toContain('Rename &lt;b&gt;a team&lt;/b&gt;')
  expect(page).not.toContain('<b>a team')
})

test('page, style and description are served without script, inline style or another origin', async () => {
  const http = Fastify()
  const config = readConfig({ PUBLIC_URL: 'https://aegis.example' })
  serveDocs(http, { config } as Platform, routes as readonly Route[])
  const page = await http.inject('/api/docs')
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toBe(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  expect(page.body).not.toMatch(/<script|style=|\son\w+=|javascript:|<img/i)
  const loaded = [...page.body.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, address = '']) => address)
  expect(new Set(loaded)).toEqual(new Set(['/api/docs/docs.css', '/', '/api/v1/openapi.json']))
  for (const { path, declaration } of routes as readonly Route[]) {
    expect(page.body).toContain(`<code>${path}</code>`)
    expect(page.body).toContain(declaration.summary.replaceAll("'", '&#39;'))
  }
  const style = await http.inject('/api/docs/docs.css')
  expect(style.headers['content-type']).toBe('text/css; charset=utf-8')
  expect(style.body).not.toMatch(/url\(|@import/)
  const json = (await http.inject('/api/v1/openapi.json')).json()
  expect(json.openapi).toBe('3.1.1')
  expect(json.servers).toEqual([{ url: 'https://aegis.example/api/v1' }])
  expect(json.components.securitySchemes.session.name).toBe(`__Host-${sessionCookie}`)
})
