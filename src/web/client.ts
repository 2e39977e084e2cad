import type { routes } from '#app/app.ts'
import type { Method } from '#platform/http/route.ts'
import type { Answer, Client, PathOf } from './client-types.ts'
import { request, type Sent } from './request.ts'

type Routes = (typeof routes)[number]

const call = (method: string) => (path: string, sent?: Sent) => request(method, path, sent)

/**
 * The one API, typed by the server's own declarations: a wrong path, method or field does not compile. Refusals are thrown as `ApiRefusal`.
 *
 *     const account = await api.get('/account')
 *     await api.patch('/account', { body: { company: 'Acme' }, ifMatch: account.version })
 */
export const api = {
  get: call('GET'),
  post: call('POST'),
  put: call('PUT'),
  patch: call('PATCH'),
  delete: call('DELETE'),
} as Client<Routes>

/** What a route answers: `AnswerOf<'GET', '/account'>`. */
export type AnswerOf<M extends Method, P extends PathOf<Routes, M>> = Answer<Routes, M, P>
