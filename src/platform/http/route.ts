import type { z } from 'zod'
import type { Duration } from '../clock.ts'
import type { Tx } from '../db/db.ts'
import type { Asking } from './asking.ts'
import type { Handling } from './handling.ts'
import type { CommonRefusal, RefusalRules } from './refusal.ts'

/** Statuses that say that it went well. */
export type SuccessStatus = 200 | 201 | 202 | 204 | 206

/** The HTTP methods a route may use; every one but GET is a write. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may call a route: `resolve` answers who is asking, or refuses. Made by `#access/guard.ts`; there is no default. */
export interface Access<Who> {
  /** For the ledger: `anyone`, `signed in`, `operator`, … */
  readonly who: string
  /** For the ledger: why anyone may call it, or what else is demanded. */
  readonly note?: string
  /** A proof of identity younger than this is demanded (step-up). */
  readonly confirmedWithin?: Duration
  /** Where two-factor authentication is on, that proof must include the second factor. */
  readonly secondFactor?: boolean
  /** What an API key must have been given to call it; a route without one is closed to keys (V102). */
  readonly scope?: string
  resolve(asking: Asking): Promise<Who>
  /**
   * Asked at the end of every transaction of a write: may who was let in still? Refuses when their session was ended meanwhile, so that nothing
   * of a request that was under way outlives a session (ASVS 7.4.1).
   */
  stillHolds?(tx: Tx, who: Who): Promise<void>
}

/** At most `max` calls per person or network in any window of `every`. */
export interface Limit {
  per: 'user' | 'network'
  max: number
  every: Duration
}

/** What happens to the audit log: the action's name, or why nothing is written. A write cannot leave this out. */
export type Audit = `${string}.${string}` | { none: string }

/** The names in a path template: `/teams/{team}/members/{member}` → `'team' | 'member'`. */
export type PathNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never

interface Common<P extends string, Who, Query extends z.ZodType, Out extends z.ZodType, R extends RefusalRules> {
  /** Below `/api/v1`; names in braces. */
  path: P
  /** What it does, for people: the OpenAPI summary. */
  summary: string
  access: Access<Who>
  limit?: Limit | Limit[]
  query?: Query
  output: Out
  /** HTTP status of success; 204 when the output is void, else 200. */
  status?: SuccessStatus
  /** Further statuses of success, each chosen by the handler with `setStatus`; 204 goes without a body. */
  alsoStatus?: readonly SuccessStatus[]
  refusals?: R
  /** The answer is bytes of this media type instead of JSON; `output` is then `z.instanceof(Buffer)`. */
  media?: string
  /** How long the person's own browser may keep the answer; nothing is kept unless told. */
  cacheFor?: Duration
  /** The answer carries the ETag that `output.version` gives; a write demands `If-Match`. */
  versioned?: boolean
}

interface Read {
  method: 'GET'
  audit?: Audit
}

interface Write<In extends z.ZodType, R extends RefusalRules> {
  method: Exclude<Method, 'GET'>
  input?: In
  audit: Audit
  /** Refusals that leave an audit row of their own, written outside the rolled-back transaction. */
  auditRefused?: (keyof R & string)[]
  /** Creating POSTs: the same `Idempotency-Key` answers the same for 24 hours. */
  idempotent?: boolean
  /** Programs may call it without an Origin, as long as no cookie comes along. */
  fromPrograms?: boolean
  /** Body limit in bytes; 64 KiB unless told. */
  maxBody?: number
  /** The body is this raw media type instead of JSON, handed over as a Buffer in `raw`. */
  rawBody?: string[]
}

/** One story's declaration and handler; see `docs/routes.md` for all of them. */
export type Declaration<
  M extends Method,
  P extends string,
  Who,
  In extends z.ZodType,
  Query extends z.ZodType,
  Out extends z.ZodType,
  R extends RefusalRules,
> = Common<P, Who, Query, Out, R> & { method: M } & (M extends 'GET' ? Read : Write<In, R>) & {
    handle(
      handling: Handling<Who, z.output<In>, z.output<Query>, PathNames<P>, (keyof R & string) | CommonRefusal>,
    ): Promise<z.input<Out>> | z.input<Out>
  }

/** A declared route, as the server registers it and the page's client types read it. */
export interface Route<
  M extends Method = Method,
  P extends string = string,
  In extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  Codes extends string = string,
> {
  readonly method: M
  readonly path: P
  readonly input?: In
  readonly query?: Query
  readonly output: Out
  readonly codes?: Codes
  readonly declaration: AnyDeclaration
}

/** A declaration with its types forgotten, for registering, documenting and testing. */
export interface AnyDeclaration extends Omit<Common<string, unknown, z.ZodType, z.ZodType, RefusalRules>, 'access'> {
  method: Method
  access: Access<unknown>
  input?: z.ZodType
  audit?: Audit
  auditRefused?: string[]
  idempotent?: boolean
  fromPrograms?: boolean
  maxBody?: number
  rawBody?: string[]
  // biome-ignore lint/suspicious/noExplicitAny: the precise type was checked where the route was declared
  handle(handling: any): unknown
}

/**
 * Declares a route. The compiler refuses one without `access`, a write without `audit`, a refusal code outside the contract, and a
 * result that does not fit `output`.
 */
export function route<
  const M extends Method,
  const P extends string,
  Who,
  Out extends z.ZodType,
  In extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  const R extends RefusalRules = Record<never, never>,
>(declaration: Declaration<M, P, Who, In, Query, Out, R>): Route<M, P, In, Query, Out, keyof R & string> {
  const { method, path, output, query } = declaration
  const input = (declaration as { input?: In }).input
  return {
    method,
    path,
    output,
    ...(input && { input }),
    ...(query && { query }),
    declaration: declaration as unknown as AnyDeclaration,
  }
}
