/** A JSON Schema 2020-12, as OpenAPI 3.1 reads it. */
export type JsonSchema = { [keyword: string]: unknown }

/** A body: its schema by media type. */
export interface Content {
  [media: string]: { schema: JsonSchema }
}

/** One parameter of a path, a query or a header. */
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
}

/** One kind of answer. */
export interface ApiResponse {
  description: string
  headers?: Record<string, { description: string; schema: JsonSchema }>
  content?: Content
}

/** One method of one path. */
export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, ApiResponse>
}

/** The API described by OpenAPI 3.1. */
export interface ApiDescription {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string; description?: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { securitySchemes: Record<string, JsonSchema>; schemas: Record<string, JsonSchema> }
}
