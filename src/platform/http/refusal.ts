import type { AuditSubject } from '../audit.ts'

/** One way a request can be refused: an HTTP status and the sentence a person reads. */
export interface RefusalRule {
  status: 400 | 401 | 402 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 416 | 422 | 428 | 429 | 503
  message: string
}

/** A slice's refusals by code; lives in `contract.ts`, so that the page knows the same codes and sentences. */
export type RefusalRules = Readonly<Record<string, RefusalRule>>

/** One refused field: a JSON path such as `email`, a code, a sentence. */
export interface FieldRefusal {
  field: string
  code: string
  message: string
}

/** A decided “no”: not an error. Answered as RFC 9457 problem+json; a transaction it leaves is rolled back. */
export class Refusal extends Error {
  readonly status: RefusalRule['status']
  readonly code: string
  readonly fields: FieldRefusal[]
  readonly extra: Record<string, unknown>
  /** Whose log gets a row about this refusal, when the route declares one. */
  audited: AuditSubject | undefined
  constructor(
    rule: RefusalRule,
    code: string,
    more: { fields?: FieldRefusal[]; extra?: Record<string, unknown> } = {},
  ) {
    super(rule.message)
    this.status = rule.status
    this.code = code
    this.fields = more.fields ?? []
    this.extra = more.extra ?? {}
  }
}

/** Refusals that any route may give, because of who asks, how often, or in what form. */
export const commonRefusals = {
  invalid: { status: 400, message: 'Some fields are not valid.' },
  malformed: { status: 400, message: 'The request body is not valid JSON.' },
  not_json: { status: 415, message: 'Send the request body as application/json.' },
  wrong_media_type: { status: 415, message: 'Send the request body in a media type that this address takes.' },
  too_large: { status: 413, message: 'The request is larger than this address accepts.' },
  signed_out: { status: 401, message: 'Sign in to continue.' },
  foreign_origin: {
    status: 403,
    message: 'This request came from another site. Send an Origin header equal to this server’s address.',
  },
  forbidden: { status: 403, message: 'Your role does not allow this.' },
  two_factor_required: {
    status: 403,
    message:
      'This team asks for two-factor authentication. Set it up under Settings → Security; your role and seat are kept.',
  },
  confirmation_required: { status: 403, message: 'Confirm that it is you to continue.' },
  not_found: { status: 404, message: 'There is nothing here, or you may not see it.' },
  too_many: { status: 429, message: 'Too many attempts. Wait a little and try again.' },
  key_in_query: {
    status: 400,
    message:
      'Never put an API key in an address: it ends up in logs. Send it as “Authorization: Bearer aegis_…”, and replace the key you just used.',
  },
  changed_meanwhile: { status: 412, message: 'Somebody changed this since you opened it.' },
  version_required: { status: 428, message: 'Send If-Match with the ETag you last read.' },
  idempotency_reused: { status: 422, message: 'This Idempotency-Key was used for a different request.' },
  key_incomplete: {
    status: 401,
    message: 'This is not a whole API key: a character is missing or mistyped. Copy it again.',
  },
  key_unknown: { status: 401, message: 'This API key does not exist, or was revoked or replaced.' },
  key_expired: { status: 401, message: 'This API key has expired. Make a new one, or rotate it.' },
  key_paused: { status: 403, message: 'This API key is paused.' },
  key_elsewhere: { status: 403, message: 'This API key may not be used from your address.' },
  key_without_plan: { status: 402, message: 'The plan of this team has no API keys.' },
  key_too_fast: {
    status: 429,
    message: 'Your team’s API requests of this minute are used up. Wait until the window resets.',
  },
  scope_missing: { status: 403, message: 'This API key was not given the scope this address needs.' },
  closed_to_keys: { status: 403, message: 'This address is for people at a browser: no API key may call it.' },
  overloaded: { status: 503, message: 'The server is busy. Try again in a moment.' },
} as const satisfies RefusalRules

/** A code of {@link commonRefusals}. */
export type CommonRefusal = keyof typeof commonRefusals

/** Refuses with a common code. */
export function refuseCommon(
  code: CommonRefusal,
  more: { fields?: FieldRefusal[]; extra?: Record<string, unknown> } = {},
): never {
  throw new Refusal(commonRefusals[code], code, more)
}

/** The problem+json body of a refusal (RFC 9457), with the plain strings `error` and `message` for simple clients. */
export function problemOf(refusal: Refusal, requestId: string): Record<string, unknown> {
  return {
    type: 'about:blank',
    title: refusal.message,
    status: refusal.status,
    code: refusal.code,
    error: refusal.message,
    message: refusal.message,
    ...(refusal.fields.length > 0 && { errors: refusal.fields }),
    requestId,
    ...refusal.extra,
  }
}
