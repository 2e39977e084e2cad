import type { FastifyReply } from 'fastify'
import type { Config } from '../config.ts'

/**
 * Headers of every answer (ASVS 3.4): an API answer is never cached, never sniffed and never a page. What only pages need is added where
 * the page is served.
 */
export function securityHeaders(config: Config): (path: string, reply: FastifyReply) => void {
  const everywhere = {
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(config.publicUrl.startsWith('https:') && {
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    }),
  }
  const api = {
    ...everywhere,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  }
  return (path, reply) => reply.headers(path.startsWith('/api/') ? api : everywhere)
}
