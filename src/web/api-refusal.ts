/** One refused field as the API names it. */
export interface RefusedField {
  field: string
  code: string
  message: string
}

/** A “no” of the API, or the news that it could not be reached (`status` 0, code `unreachable`). `message` is for people. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly fields: RefusedField[]
  /** Names the request in the server's log; empty when no answer came. */
  readonly requestId: string
  /** The whole answer: some refusals carry more, such as `current` or `retryAfter`. */
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, body: Record<string, unknown>) {
    super(text(body.message) || 'The server answered in a way this page does not understand.')
    this.name = 'ApiRefusal'
    this.status = status
    this.code = text(body.code) || 'unreadable'
    this.fields = Array.isArray(body.errors) ? body.errors.filter(isField) : []
    this.requestId = text(body.requestId)
    this.body = body
  }
}

/** The refusal for a request that got no answer. */
export const unreachable = (): ApiRefusal =>
  new ApiRefusal(0, {
    code: 'unreachable',
    message: 'The server could not be reached. Check your connection and try again; nothing you typed is lost.',
  })

/** The refusal for a step-up dialog that was closed without a proof. */
export const notConfirmed = (): ApiRefusal =>
  new ApiRefusal(403, {
    code: 'not_confirmed',
    message: 'Nothing was changed, because you did not confirm that it is you.',
  })

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const isField = (value: unknown): value is RefusedField =>
  typeof value === 'object' && value !== null && 'field' in value && 'message' in value
