import { spell } from '#platform/http/openapi.ts'
import type { AnyDeclaration, Limit, Route } from '#platform/http/route.ts'

const columns = ['Method', 'Path', 'Who may', 'Proof within', 'Limit', 'Refusals of its own', 'Audit', 'More']

/** The ledger of every endpoint as a Markdown page: who may, how often, what is refused, what is written. */
export function ledgerOf(routes: readonly Route[]): string {
  const rows = routes.map(({ declaration }) => rowOf(declaration)).sort((a, b) => (order(a) < order(b) ? -1 : 1))
  return `# Routes

Written by \`npm run routes\` from the declarations; do not edit. All paths are below \`/api/v1\`. Besides its own, every route may give the common
refusals of \`src/platform/http/refusal.ts\`. Every method but GET needs a same-origin \`Origin\`.

${rows.length} routes.

${[columns, columns.map(() => '---'), ...rows].map(line).join('\n')}
`
}

const order = ([method = '', path = '']: string[]): string =>
  `${path} ${['`GET`', '`POST`', '`PUT`', '`PATCH`', '`DELETE`'].indexOf(method)}`

const line = (cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`

function rowOf(declaration: AnyDeclaration): string[] {
  const { method, path, access, limit, refusals, audit, auditRefused } = declaration
  return [
    `\`${method}\``,
    `\`${path}\``,
    (access.note ? `${access.who}: ${access.note}` : access.who) +
      (access.scope ? `; keys with \`${access.scope}\`` : ''),
    access.confirmedWithin ? spell(access.confirmedWithin) : '',
    (limit ? [limit].flat() : []).map(limitOf).join('; '),
    Object.entries(refusals ?? {})
      .map(([code, { status }]) => `\`${code}\` ${status}`)
      .join(', '),
    auditOf(audit) +
      (auditRefused?.length ? `; refused too: ${auditRefused.map((code) => `\`${code}\``).join(', ')}` : ''),
    more(declaration).join(', '),
  ]
}

const limitOf = ({ per, max, every }: Limit): string =>
  `${max} per ${per === 'user' ? 'person' : 'network'} in ${spell(every)}`

function auditOf(audit: AnyDeclaration['audit']): string {
  if (audit === undefined) return ''
  return typeof audit === 'string' ? `\`${audit}\`` : `none: ${audit.none}`
}

function more({ versioned, idempotent, fromPrograms, media, rawBody, maxBody, cacheFor }: AnyDeclaration): string[] {
  return [
    ...(versioned ? ['ETag and If-Match'] : []),
    ...(idempotent ? ['Idempotency-Key'] : []),
    ...(fromPrograms ? ['programs need no Origin'] : []),
    ...(rawBody ? [`body: ${rawBody.join(' or ')}`] : []),
    ...(maxBody ? [`body up to ${Math.round(maxBody / 1024)} KiB`] : []),
    ...(media ? [`answers ${media}`] : []),
    ...(cacheFor ? [`kept ${spell(cacheFor)}`] : []),
  ]
}
