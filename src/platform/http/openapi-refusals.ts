import type { ApiResponse, Content, JsonSchema } from './openapi-types.ts'
import { type CommonRefusal, commonRefusals, type RefusalRules } from './refusal.ts'
import type { AnyDeclaration } from './route.ts'

/** The shape of every refusal. */
export const problem: JsonSchema = {
  type: 'object',
  description: 'A refusal (RFC 9457). `code` is stable; `message` is a sentence for people.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    error: { type: 'string', description: 'The same sentence as `message`.' },
    message: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'code', 'message'],
      },
    },
    requestId: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code', 'error', 'message', 'requestId'],
}

const keyCodes = [
  'key_incomplete',
  'key_unknown',
  'key_expired',
  'key_paused',
  'key_elsewhere',
  'key_without_plan',
  'key_too_fast',
] as const

/** The refusals a route may give by what its declaration demands, before its own. */
function commonCodesOf({
  access,
  method,
  input,
  query,
  limit,
  versioned,
  idempotent,
  rawBody,
  path,
}: AnyDeclaration): CommonRefusal[] {
  const writes = method !== 'GET'
  const named = path.includes('{')
  return [
    ...(input || query ? (['invalid'] as const) : []),
    ...(input ? (['malformed'] as const) : []),
    ...(input ? (['not_json', 'too_large'] as const) : []),
    ...(rawBody ? (['wrong_media_type', 'too_large'] as const) : []),
    ...(access.who === 'anyone' ? [] : (['signed_out'] as const)),
    ...(access.scope || access.who === 'API key' ? keyCodes : []),
    ...(access.scope ? (['scope_missing'] as const) : []),
    ...(writes ? (['foreign_origin'] as const) : []),
    ...(access.who.startsWith('team: ') ? (['forbidden', 'two_factor_required'] as const) : []),
    ...(access.confirmedWithin ? (['confirmation_required'] as const) : []),
    ...(named || access.who === 'operator' ? (['not_found'] as const) : []),
    ...(limit ? (['too_many'] as const) : []),
    ...(versioned && writes ? (['changed_meanwhile', 'version_required'] as const) : []),
    ...(idempotent ? (['idempotency_reused'] as const) : []),
  ]
}

/** Every answer that is a refusal, by status, with its codes and sentences. */
export function refusalsOf(declaration: AnyDeclaration): Record<string, ApiResponse> {
  const rules: RefusalRules = {
    ...Object.fromEntries(commonCodesOf(declaration).map((code) => [code, commonRefusals[code]])),
    ...declaration.refusals,
  }
  const statuses = [...new Set(Object.values(rules).map(({ status }) => status))]
  const answers = statuses.map(
    (status) => [status, problemResponse(Object.entries(rules).filter(([, rule]) => rule.status === status))] as const,
  )
  return {
    ...Object.fromEntries(answers),
    default: { description: 'Any other refusal, or a fault on our side (`internal`).', content: problemContent([]) },
  }
}

function problemResponse(list: [code: string, rule: RefusalRules[string]][]): ApiResponse {
  const description = list.map(([code, { message }]) => `\`${code}\`: ${message}`).join('\n\n')
  const retry = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }
  return {
    description,
    ...(list.some(([, { status }]) => status === 429) && { headers: retry }),
    content: problemContent(list.map(([code]) => code)),
  }
}

const problemContent = (codes: string[]): Content => ({
  'application/problem+json': {
    schema:
      codes.length > 0
        ? { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] }
        : { $ref: '#/components/schemas/Problem' },
  },
})
