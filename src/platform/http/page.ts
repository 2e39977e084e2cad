import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { commonRefusals, Refusal } from './refusal.ts'

/** Serves the built page: hashed files for a year, `index.html` for every address that is no file, with a fresh CSP nonce each time. */
export async function servePage(http: FastifyInstance, folder: string): Promise<void> {
  const index = await readFile(join(folder, 'index.html'), 'utf8')
  await http.register(staticFiles, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    preCompressed: true,
    setHeaders: (response) => response.setHeader('Vary', 'Accept-Encoding'),
  })
  const send = (_request: FastifyRequest, reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .header('Content-Security-Policy', policy(nonce))
      .header('Cache-Control', 'no-store')
      .header('Referrer-Policy', 'no-referrer')
      .header('Cross-Origin-Opener-Policy', 'same-origin')
      .header('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
      .type('text/html; charset=utf-8')
      .send(index.replaceAll('__CSP_NONCE__', nonce))
  }
  // Where password managers look for the page that changes a password (W3C “A Well-Known URL for Changing Passwords”).
  http.get('/.well-known/change-password', (_request, reply) => reply.redirect('/settings/security#password', 302))
  http.get('/', send)
  http.get('/*', (request, reply) => {
    // A missing file, API or well-known address must not answer with a page (ASVS 14.2.5); password managers test for the last.
    const path = request.url.split('?')[0] ?? ''
    if (/^\/(api|\.well-known)\//.test(path) || /(\.\w+|~)$/.test(path))
      throw new Refusal(commonRefusals.not_found, 'not_found')
    return send(request, reply)
  })
}

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
