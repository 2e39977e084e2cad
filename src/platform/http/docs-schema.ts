import { html, type Markup } from './docs-markup.ts'
import type { JsonSchema } from './openapi-types.ts'

const asSchema = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? (value as JsonSchema) : {}
const asList = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.map(asSchema) : [])

/** The fields of an object, each with its type, bounds and own fields. */
export function fieldsOf(schema: JsonSchema): Markup | null {
  const of = withoutNull(schema)
  if (of.type === 'array') return fieldsOf(asSchema(of.items))
  const fields = Object.entries(asSchema(of.properties))
  if (fields.length === 0) return null
  const required = new Set(Array.isArray(of.required) ? of.required : [])
  return html`<dl class="fields">${fields.map(([name, field]) => fieldOf(name, asSchema(field), required.has(name)))}</dl>`
}

const fieldOf = (name: string, schema: JsonSchema, required: boolean): Markup => html`
  <dt><code>${name}</code> <span class="type">${typeOf(schema)}${!required && html` · <em>optional</em>`}</span></dt>
  <dd>${boundsOf(schema)}${fieldsOf(schema)}</dd>`

/** The type of a value in words, such as `string or null`. */
export function typeOf(schema: JsonSchema): string {
  const choices = asList(schema.anyOf ?? schema.oneOf)
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(' or ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (schema.type === 'array') return `list of ${typeOf(asSchema(schema.items))}`
  if (schema.format === 'date-time') return 'instant'
  if (Array.isArray(schema.type)) return schema.type.join(' or ')
  return typeof schema.type === 'string' ? schema.type : 'any'
}

function boundsOf(schema: JsonSchema): Markup | null {
  const of = withoutNull(schema)
  const largest = typeof of.maximum === 'number' && of.maximum < Number.MAX_SAFE_INTEGER ? of.maximum : undefined
  const smallest = typeof of.minimum === 'number' && of.minimum > Number.MIN_SAFE_INTEGER ? of.minimum : undefined
  const bounds = [
    typeof of.description === 'string' && of.description,
    of.minLength !== undefined && of.minLength !== 0 && `at least ${of.minLength} characters`,
    of.maxLength !== undefined && `at most ${of.maxLength} characters`,
    smallest !== undefined && `from ${smallest}`,
    largest !== undefined && `up to ${largest}`,
    of.format === 'email' && 'an e-mail address',
    of.default !== undefined && `${JSON.stringify(of.default)} when left out`,
  ].filter((one) => typeof one === 'string')
  return bounds.length > 0 ? html`<p>${bounds.join(', ')}</p>` : null
}

const withoutNull = (schema: JsonSchema): JsonSchema => {
  const choices = asList(schema.anyOf ?? schema.oneOf).filter(({ type }) => type !== 'null')
  return choices.length === 1
    ? { ...choices[0], ...(schema.description !== undefined && { description: schema.description }) }
    : schema
}

const samples: Record<string, unknown> = {
  email: 'ada@example.com',
  fullName: 'Ada Lovelace',
  timezone: 'Europe/Berlin',
  password: 'plum-harbour-violet-42',
  phone: '+49 30 901820',
}

/** A value that fits a schema, for reading. */
export function sampleOf(schema: JsonSchema, name = ''): unknown {
  const of = withoutNull(schema)
  const [choice] = asList(of.anyOf ?? of.oneOf)
  if (choice) return sampleOf(choice, name)
  if ('const' in of) return of.const
  if (Array.isArray(of.enum)) return of.enum[0]
  if (of.type === 'object' || of.properties) {
    return Object.fromEntries(
      Object.entries(asSchema(of.properties)).map(([key, field]) => [key, sampleOf(asSchema(field), key)]),
    )
  }
  if (of.type === 'array') return [sampleOf(asSchema(of.items), name)]
  if (of.type === 'boolean') return false
  if (of.type === 'integer' || of.type === 'number')
    return typeof of.minimum === 'number' && of.minimum > 0 ? of.minimum : 1
  if (of.format === 'date-time') return '2027-03-01T09:00:00.000Z'
  if (of.format === 'email') return samples.email
  return samples[name] ?? (name.endsWith('mail') ? samples.email : '…')
}
