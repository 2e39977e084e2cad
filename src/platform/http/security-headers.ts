import type { FastifyReply } from 'fastify'
import type { Config } from '../config.ts'

/**
 * Headers of every answer (ASVS 3.4): never cached, never sniffed, never a page. Whatever may be more than that, such as the page itself,
 * says so where it is served; so no spelling of an address can slip past (V22).
 */
export function securityHeaders(config: Config): (reply: FastifyReply) => void {
  const headers = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY', // says what frame-ancestors says, to those who know no better
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    ...(config.publicUrl.startsWith('https:') && {
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    }),
  }
  return (reply) => reply.headers(headers)
}
