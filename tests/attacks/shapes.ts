import fc from 'fast-check'

/** As much of JSON Schema as the routes' own schemas use. */
export interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  pattern?: string
  format?: string
}

/** Text that has broken something somewhere: controls, halves of characters, markup, SQL, templates, paths, numbers, addresses inside. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    ...[
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\udc00x',
      '\u202eabc',
      '\u200b',
      '\ufeff',
      '\u2028',
      '\r\nSet-Cookie: a=b',
      '\x1b[31m',
    ],
    ...[
      "'; DROP TABLE users; --",
      "' OR '1'='1",
      '\\',
      '%',
      '_',
      '%00',
      '%ff',
      '$' + '{7*7}',
      '{{7*7}}',
      '<script>alert(1)</script>',
    ],
    ...[
      '../../etc/passwd',
      '..%2f',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'http://127.0.0.1:1/',
      'http://[::]/',
      '//x.invalid',
    ],
    ...[
      'NaN',
      'Infinity',
      '-0',
      '1e309',
      '99999999999999999999',
      '2027-02-30',
      '0000-00-00',
      '+275760-09-13T00:00:00.001Z',
      'T',
      '=1+1',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'null',
      'undefined',
      'true',
      '[]',
      '{}',
      '',
      ' ',
      '💩'.repeat(300),
      'x'.repeat(5_000),
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)

/** A value of any JSON type. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom(null, true, false, 0, -1, 1e21, -1e-7, Number.MAX_SAFE_INTEGER + 2, [], {}, [[]], ['']),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 5 }) },
)

/** Values that fit a schema, as far as a schema tells. */
export function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(fitting))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch ([schema.type].flat()[0]) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return fc.array(fitting(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      })
    case 'integer':
      return fc.oneof(
        fc.constantFrom(
          ...[schema.minimum, schema.maximum].filter((bound) => bound !== undefined),
          schema.minimum ?? 0,
        ),
        fc.integer({
          min: Math.max(schema.minimum ?? -100, -(2 ** 31)),
          max: Math.min(schema.maximum ?? 100, 2 ** 31 - 1),
        }),
      )
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return textOf(schema)
    default:
      return hostileValue
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object' && Object.keys(properties).length === 0)
    return fc.dictionary(fc.string({ maxLength: 10 }), fitting(additionalProperties), { maxKeys: 3 })
  const model = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fitting(schema)]))
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) })
}

function textOf({ pattern, format, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  if (format === 'uri' || format === 'email')
    return fc.constantFrom('http://127.0.0.1:1/x', 'https://x.invalid/', 'x@y.invalid')
  if (pattern) {
    try {
      return fc.stringMatching(new RegExp(pattern))
    } catch {
      return hostileText // a pattern that no text can be made from
    }
  }
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) })
}
