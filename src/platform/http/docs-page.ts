import type { FastifyInstance } from 'fastify'
import type { Platform } from '../platform.ts'
import { cookieName } from './cookies.ts'
import { html, type Markup, prose } from './docs-markup.ts'
import { fieldsOf, sampleOf, typeOf } from './docs-schema.ts'
import { docsStyle } from './docs-style.ts'
import { openApiOf } from './openapi.ts'
import type { ApiDescription, ApiResponse, JsonSchema, Operation, Parameter } from './openapi-types.ts'
import type { Route } from './route.ts'

const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const edition = '1'

/**
 * Serves the API's description at `/api/v1/openapi.json` and, for people, as a page at `/api/docs`: no script, one style sheet, nothing
 * from another origin. Anyone may read both; they tell what the sources tell.
 */
export function serveDocs(http: FastifyInstance, { config }: Platform, routes: readonly Route[]): void {
  const description = openApiOf(routes, {
    version: edition,
    publicUrl: config.publicUrl,
    sessionCookie: cookieName(config, 'aegis'),
  })
  const json = JSON.stringify(description)
  const page = renderDocs(description)
  http.get('/api/v1/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json))
  http.get('/api/docs', (_request, reply) =>
    reply.header('Content-Security-Policy', policy).type('text/html; charset=utf-8').send(page),
  )
  http.get('/api/docs/docs.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(docsStyle))
}

/** The description as a page for people. */
export function renderDocs(description: ApiDescription): string {
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = description.tags.map(({ name }) => ({
    name,
    listed: operations.filter(({ operation }) => operation.tags.includes(name)),
  }))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${description.info.title} API</title>
<link rel="stylesheet" href="/api/docs/docs.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<nav aria-label="Endpoints">
  <p class="brand"><a href="/">${description.info.title}</a> API</p>
  ${groups.map(({ name, listed }) => html`<h2>${name}</h2><ul>${listed.map(linkTo)}</ul>`)}
</nav>
<main id="main">
  <header>
    <h1>${description.info.title} API</h1>
    ${prose(description.info.description)}
    <p>Everything below starts with <code>${description.servers[0]?.url}</code>. The same as <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>
    <h2 id="refusals">Refusals</h2>
    <p>Every refusal looks like this; <code>errors</code> names the fields it is about.</p>
    ${codeBlock('application/problem+json', sampleRefusal)}
  </header>
  ${groups.map(({ name, listed }) => html`<section aria-labelledby="tag-${name}"><h2 id="tag-${name}">${name}</h2>${listed.map(articleOf)}</section>`)}
</main>
</body>
</html>
`
  return page.text
}

interface Listed {
  path: string
  method: string
  operation: Operation
}

const sampleRefusal = {
  type: 'about:blank',
  title: 'Some fields are not valid.',
  status: 400,
  code: 'invalid',
  error: 'Some fields are not valid.',
  message: 'Some fields are not valid.',
  errors: [{ field: 'email', code: 'invalid_format', message: 'Enter an e-mail address.' }],
  requestId: 'req_01h2xcejqtf2nbrexx3vqjhp41',
}

const badge = (method: string): Markup => html`<span class="method ${method.toLowerCase()}">${method}</span>`

const linkTo = ({ operation, method }: Listed): Markup =>
  html`<li><a href="#${operation.operationId}">${badge(method)} ${operation.summary}</a></li>`

const codeBlock = (title: string, value: unknown): Markup =>
  html`<figure><figcaption>${title}</figcaption><pre tabindex="0"><code>${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</code></pre></figure>`

function articleOf({ path, method, operation }: Listed): Markup {
  const [[status = '', success] = []] = Object.entries(operation.responses)
  const refusals = Object.entries(operation.responses).slice(1)
  return html`<article id="${operation.operationId}">
  <h3><a href="#${operation.operationId}">${operation.summary}</a></h3>
  <p class="address">${badge(method)} <code>${path}</code></p>
  ${prose(operation.description)}
  ${parametersOf(operation.parameters)}
  ${bodyOf('Request', operation.requestBody?.content)}
  ${success && bodyOf(`Answer ${status}`, success.content)}
  ${success && !success.content && html`<h4>Answer ${status}</h4><p>Nothing but the status.</p>`}
  ${refusals.length > 1 && html`<details><summary>Refusals</summary><dl class="refusals">${refusals.map(refusalOf)}</dl></details>`}
</article>`
}

const parametersOf = (parameters: Parameter[]): Markup | null =>
  parameters.length === 0
    ? null
    : html`<h4>Parameters</h4><dl class="fields">${parameters.map(
        ({ name, in: place, required, description, schema }) => html`
  <dt><code>${name}</code> <span class="type">${typeOf(schema)} in the ${place}${!required && html` · <em>optional</em>`}</span></dt>
  <dd>${description && html`<p>${description}</p>`}</dd>`,
      )}</dl>`

function bodyOf(title: string, content: ApiResponse['content']): Markup | null {
  if (!content) return null
  const [[media = '', { schema }] = ['', { schema: {} as JsonSchema }]] = Object.entries(content)
  if (media !== 'application/json') return html`<h4>${title}</h4><p>Bytes: ${Object.keys(content).join(' or ')}.</p>`
  return html`<h4>${title}</h4><div class="body">${fieldsOf(schema)}${codeBlock(media, sampleOf(schema))}</div>`
}

const refusalOf = ([status, { description }]: [string, ApiResponse]): Markup =>
  html`<dt>${status}</dt><dd>${prose(description)}</dd>`
