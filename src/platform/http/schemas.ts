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

/** How a program value looks after its trip over the wire: dates become strings. */
export type OnTheWire<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? OnTheWire<E>[]
    : T extends object
      ? { [K in keyof T]: OnTheWire<T[K]> }
      : T
