import type { FastifyReply } from 'fastify'
import type { Config } from '../config.ts'

/**
 * Headers of every answer (ASVS 3.4): never cached, never sniffed, never a page. Whatever may be more than that, such as the page itself,
 * says so where it is served; so no spelling of an address can slip past (V22).
 */
export function securityHeaders(config: Config): (reply: FastifyReply) => void {
  // In small letters, as they are sent: the framework would turn each into a new string for every answer.
  const headers = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY', // says what frame-ancestors says, to those who know no better
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(config.publicUrl.startsWith('https:') && {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    }),
  }
  return (reply) => reply.headers(headers)
}
