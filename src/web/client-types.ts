import type { z } from 'zod'
import type { Method, PathNames, Route } from '#platform/http/route.ts'
import type { OnTheWire } from '#platform/http/schemas.ts'

/** Any declared route, with its types still to be read. */
// biome-ignore lint/suspicious/noExplicitAny: only a pattern that every declared route fits; the precise types are inferred from it
export type AnyRoute = Route<Method, string, any, any, any, string>

/** The paths that take a method. */
export type PathOf<R extends AnyRoute, M extends Method> = Extract<R, { readonly method: M }>['path']

type RouteAt<R extends AnyRoute, M extends Method, P extends string> = Extract<
  R,
  { readonly method: M; readonly path: P }
>

type InputOf<R> = R extends Route<Method, string, infer In, z.ZodType, z.ZodType, string> ? In : never
type QueryOf<R> = R extends Route<Method, string, z.ZodType, infer Query, z.ZodType, string> ? Query : never
type OutputOf<R> = R extends Route<Method, string, z.ZodType, z.ZodType, infer Out, string> ? Out : never

/** What a route answers, as it arrives in the browser: instants are strings, bytes are a `Blob`. */
export type Answer<R extends AnyRoute, M extends Method, P extends string> = Arrived<
  z.output<OutputOf<RouteAt<R, M, P>>>
>

type Arrived<T> = T extends Uint8Array ? Blob : OnTheWire<T>

/** What every request may carry beside its own fields. */
export interface Carried {
  /** The version last read; demanded by routes two people may edit. */
  ifMatch?: number
  /** Makes a repeated creation answer the same. */
  idempotencyKey?: string
  signal?: AbortSignal
  /** Refuse with `signed_out` instead of leaving for the sign-in page. */
  allowSignedOut?: boolean
}

type Params<P extends string> = [PathNames<P>] extends [never]
  ? { params?: undefined }
  : { params: Record<PathNames<P>, string> }
type Body<In> = [In] extends [z.ZodUndefined]
  ? { body?: undefined; raw?: Blob }
  : { body: z.input<In>; raw?: undefined }
type Query<Q> = [Q] extends [z.ZodUndefined] ? { query?: undefined } : { query?: z.input<Q> }

/** Everything a request to one route carries: path parameters, body, query. */
export type Asked<R extends AnyRoute, M extends Method, P extends string> = Carried &
  Params<P> &
  Body<InputOf<RouteAt<R, M, P>>> &
  Query<QueryOf<RouteAt<R, M, P>>>

/** One method of the client: the options may be left out when the route demands none. */
export type Call<R extends AnyRoute, M extends Method> = <P extends PathOf<R, M>>(
  path: P,
  ...asked: Record<never, never> extends Asked<R, M, P> ? [Asked<R, M, P>?] : [Asked<R, M, P>]
) => Promise<Answer<R, M, P>>

/** The typed client of a list of routes. */
export interface Client<R extends AnyRoute> {
  get: Call<R, 'GET'>
  post: Call<R, 'POST'>
  put: Call<R, 'PUT'>
  patch: Call<R, 'PATCH'>
  delete: Call<R, 'DELETE'>
}
