import { z } from 'zod'
import { type FieldRefusal, refuseCommon } from './refusal.ts'

/** A schema that refuses members it does not know (mass assignment, V107). */
export const strict = (schema: z.ZodType | undefined): z.ZodType | undefined =>
  schema instanceof z.ZodObject ? schema.strict() : schema

/** The parsed body; refuses what does not fit, naming every field. A route without `input` takes no body. */
export function parseBody(schema: z.ZodType | undefined, body: unknown): unknown {
  if (schema) return parse(schema, body === undefined ? {} : body, '')
  if (body === undefined || body === null) return undefined
  return refuseCommon('invalid', {
    fields: [{ field: '', code: 'unexpected', message: 'This address takes no body.' }],
  })
}

const nothing = z.strictObject({})

/** The parsed query string; a route without `query` takes none. */
export function parseQuery(schema: z.ZodType | undefined, query: unknown, url: string): unknown {
  if (!schema && !url.includes('?')) return undefined
  return parse(schema ?? nothing, query, 'query.')
}

function parse(schema: z.ZodType, value: unknown, prefix: string): unknown {
  const parsed = schema.safeParse(value)
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
