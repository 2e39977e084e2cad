import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { refuseCommon } from './refusal.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Unsafe methods must come from our own pages, with or without a cookie: sign-in and sign-up count too (V115). A bearer key is no ambient
 * authority, so a program that sends one needs no Origin.
 */
export function guardOrigin(config: Config, request: FastifyRequest): void {
  if (safe.has(request.method)) return
  const { origin, authorization } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') refuseCommon('foreign_origin')
  if (origin !== undefined && origin !== config.publicUrl) refuseCommon('foreign_origin')
  const bearer =
    typeof authorization === 'string' && authorization.startsWith('Bearer ') && request.headers.cookie === undefined
  if (origin === undefined && site === undefined && !bearer) refuseCommon('foreign_origin')
}

/** A key in an address is refused with a sentence that teaches, not only ignored (ASVS 14.2.1). */
export function refuseKeyInQuery(request: FastifyRequest): void {
  const start = request.url.indexOf('?')
  if (start < 0) return
  const query = request.url.slice(start + 1)
  if (/(?:^|[=&])aegis_|(?:^|&)(?:api_?key|access_token)=/i.test(query)) refuseCommon('key_in_query')
}
