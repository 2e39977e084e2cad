import { z } from 'zod'

/** An instant: `Date` in the program, RFC 3339 UTC on the wire. For outputs. */
export const instant = () => z.date().meta({ title: 'instant' })

/** A zod schema as JSON Schema 2020-12, as OpenAPI 3.1 and the response serialiser read it. `io` tells whether it describes what comes in or goes out. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
    },
  }) as Record<string, unknown>
  return rest
}

/**
 * The schema of an answer as the response serialiser reads it fastest: a value that may be null says `nullable`, as OpenAPI 3.0 wrote it. With
 * `anyOf` each such member of each answer would be validated at run time to find its branch.
 */
export const serializerSchema = (schema: z.ZodType): Record<string, unknown> =>
  plainNullables(jsonSchema(schema, 'output')) as Record<string, unknown>

function plainNullables(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plainNullables)
  if (typeof schema !== 'object' || schema === null) return schema
  const plain = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, plainNullables(value)]))
  const [one, none, ...more] = (plain.anyOf as Record<string, unknown>[] | undefined) ?? []
  if (!one?.type || one.nullable || none?.type !== 'null' || more.length > 0) return plain
  const { anyOf, ...rest } = plain
  return { ...one, ...rest, nullable: true }
}

/** How a program value looks after its trip over the wire: dates become strings. */
export type OnTheWire<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? OnTheWire<E>[]
    : T extends object
      ? { [K in keyof T]: OnTheWire<T[K]> }
      : T
