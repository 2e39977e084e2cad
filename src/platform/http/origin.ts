import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { refuseCommon } from './refusal.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Unsafe methods must come from our own pages, with or without a cookie: sign-in and sign-up count too (V115). A bearer is no ambient
 * authority, and with one cookies are not looked at, so a program that sends one needs no Origin.
 */
export function guardOrigin(config: Config, request: FastifyRequest): void {
  if (safe.has(request.method)) return
  const { origin, authorization } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') refuseCommon('foreign_origin')
  if (origin !== undefined && origin !== config.publicUrl) refuseCommon('foreign_origin')
  if (origin !== undefined || site !== undefined || isBearer(authorization)) return
  const bare = request.headers.cookie === undefined && request.routeOptions.config?.fromPrograms === true
  if (!bare) refuseCommon('foreign_origin')
}

/** Whether an `Authorization` header speaks for a key; any other scheme counts for nothing (V101). */
export const isBearer = (authorization: string | undefined): authorization is string =>
  authorization !== undefined && /^bearer(?: |$)/i.test(authorization)

/** A key in an address is refused with a sentence that teaches, not only ignored (ASVS 14.2.1). */
export function refuseKeyInQuery(request: FastifyRequest): void {
  const start = request.url.indexOf('?')
  if (start < 0) return
  const query = request.url.slice(start + 1)
  if (/(?:^|[=&])aegis_|(?:^|&)(?:api_?key|access_token)=/i.test(query)) refuseCommon('key_in_query')
}
