import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Platform } from '../platform.ts'

/** Headers every answer carries (ASVS 3.4). The page's own Content-Security-Policy with its nonce is set where the page is served. */
export function securityHeaders({ config }: Platform, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('X-Content-Type-Options', 'nosniff')
  reply.header('Referrer-Policy', 'no-referrer')
  reply.header('Cross-Origin-Opener-Policy', 'same-origin')
  reply.header('Cross-Origin-Resource-Policy', 'same-origin')
  reply.header('X-Request-Id', request.id)
  if (config.publicUrl.startsWith('https:'))
    reply.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  if (!request.url.startsWith('/api/')) return
  reply.header('Cache-Control', 'no-store')
  reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
}
