import type { ApiRefusal } from '../api-refusal.ts'
import type { Conflict } from './three-way.ts'

/** Text fields by name. */
export type Values = Record<string, string>

/** An error on one field, or on none (`field` null). */
export interface FormError {
  field: string | null
  message: string
}

/** Everything a form remembers. */
export interface FormState<V extends Values> {
  /** What was read from the server. */
  read: V
  values: V
  errors: FormError[]
  conflicts: Conflict<keyof V & string>[]
  phase: 'idle' | 'saving' | 'saved'
  /** Counts refused attempts, so that the summary takes the focus each time. */
  refusals: number
}

/** The errors of a refusal, each on its field; what belongs to no field of this form is shown above it. */
export function errorsOf(refusal: ApiRefusal, fields: string[]): FormError[] {
  const onFields = refusal.fields.map(({ field, message }) => ({
    field: fields.includes(field) ? field : null,
    message,
  }))
  if (onFields.length > 0) return onFields
  const reference = refusal.status >= 500 && refusal.requestId ? ` (reference ${refusal.requestId})` : ''
  return [{ field: null, message: refusal.message + waiting(refusal.body.retryAfter) + reference }]
}

/** “ You can try again in 3 minutes.”, when the refusal says how many seconds it holds. */
function waiting(retryAfter: unknown): string {
  if (typeof retryAfter !== 'number') return ''
  const minutes = Math.ceil(retryAfter / 60)
  if (retryAfter <= 90) return ` You can try again in ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}.`
  return ` You can try again in ${minutes} minutes.`
}

/** Errors of a local check, in the order of the fields. */
export function errorsOfCheck<V extends Values>(found: Partial<Record<keyof V, string | undefined>>): FormError[] {
  return Object.entries(found).flatMap(([field, message]) => (message ? [{ field, message }] : []))
}
