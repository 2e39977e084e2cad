import type { AuditDetails, AuditSubject } from '../audit.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Log } from '../log.ts'
import type { Platform } from '../platform.ts'
import type { Client } from './asking.ts'
import type { SuccessStatus } from './route.ts'

/** Cookies to set with the answer; `null` removes one. */
export interface CookieJar {
  readonly [name: string]: string | undefined
}

/** What a refusal may carry beyond its code. */
export interface RefuseMore {
  /** The field it concerns. */
  field?: string
  /** Whose log `auditRefused` writes to, when nobody is signed in. */
  subject?: AuditSubject | undefined
  /** Further members of the problem+json body. */
  extra?: Record<string, unknown>
}

/** Everything a handler is given. `now` is read once per request. */
export interface Handling<Who, Input, Query, Names extends string, Codes extends string> {
  who: Who
  input: Input
  query: Query
  params: Record<Names, string>
  /** The request body of a `rawBody` route. */
  raw: Buffer
  db: Db
  now: Date
  log: Log
  client: Client
  /** Headers as they came; for what is no part of a contract of ours, such as a provider's signature. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  cookies: CookieJar
  platform: Platform
  /** Aborted when the connection closes before the answer went out: nobody hears it any more. */
  gone(): AbortSignal
  /** The version sent in `If-Match`; only on `versioned` writes. */
  expectedVersion: number
  /** Ends the request with a refusal of the contract; inside a transaction it rolls everything back. */
  refuse(code: Codes, more?: string | RefuseMore): never
  /** Writes the declared audit row, exactly once, in the transaction of the change. `subject` only where nobody is signed in. */
  record(tx: Tx, details?: AuditDetails, subject?: AuditSubject): Promise<void>
  /** Says that nothing changed, so that no audit row is due. */
  unchanged(): void
  /** Sets (or with null removes) a cookie on the answer. */
  setCookie(name: string, value: string | null, maxAge?: number): void
  /** Answers with another status of success that the route declares in `alsoStatus`. */
  setStatus(status: SuccessStatus): void
  /** Sets a header on the answer. */
  setHeader(name: string, value: string): void
}
