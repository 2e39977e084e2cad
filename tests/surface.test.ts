/** What a browser, a proxy or a stranger's tool sees of the server from outside: cookies, headers, the framing of messages, what is not served. */
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { routes } from '#app/app.ts'
import type { Route } from '#platform/http/route.ts'
import { testApp } from './harness.ts'

const publicUrl = 'https://aegis.example'
const app = await testApp({ PUBLIC_URL: publicUrl }, { page: true })
const ada = await app.person('Ada Lovelace')
const at = (path: string, init?: RequestInit) => fetch(app.address + path, { redirect: 'manual', ...init })

describe('cookies', () => {
  test('ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4, 3.3.5: host-only, secure, kept from scripts and from other sites, short', async () => {
    const body = { email: ada.email, password: ada.password }
    const answer = await app.browser().post('/auth/sessions', body)
    const lines = answer.headers.getSetCookie()
    expect(lines.map((line) => line.split('=')[0]).sort()).toEqual(['__Host-aegis', '__Host-aegis-device'])
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split('; ')
      expect(attributes).toEqual(expect.arrayContaining(['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']))
      expect(line).not.toContain('Domain=')
      expect(pair.length).toBeLessThan(4096)
      expect(answer.text).not.toContain(pair.split('=')[1])
    }
  })

  test('ASVS 7.2.1: a cookie under the name of plain HTTP is none here', async () => {
    const token = ada.browser.cookies.get('__Host-aegis')
    expect((await at('/api/v1/account', { headers: { cookie: `aegis=${token}` } })).status).toBe(401)
    expect((await at('/api/v1/account', { headers: { cookie: `__Host-aegis=${token}` } })).status).toBe(200)
  })
})

describe('headers', () => {
  const places = [
    '/',
    '/settings/profile',
    '/sign-in',
    '/api/v1/auth/welcome',
    '/api/v1/account',
    '/api/v1/none',
    '/healthz',
    '/assets/none',
  ]

  test.each(places)('ASVS 3.4.1, 3.4.4, 3.4.6: %s: TLS for a year, no sniffing, no frame', async (path) => {
    const { headers } = await at(path)
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('access-control-allow-origin')).toBeNull()
    for (const name of ['server', 'x-powered-by', 'via']) expect(headers.get(name)).toBeNull()
  })

  test('ASVS 3.4.3, 3.4.5, 3.4.8: the page runs our scripts only, tells no site where one came from, and shares no window', async () => {
    const [first, second] = [await at('/'), await at('/')]
    const policy = first.headers.get('content-security-policy') ?? ''
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ])
      expect(policy).toContain(part)
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/)
    expect(policy).not.toBe(second.headers.get('content-security-policy')) // a nonce of its own each time
    expect(first.headers.get('referrer-policy')).toBe('no-referrer')
    expect(first.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    const html = await first.text()
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
    // ASVS 3.6.1: nothing from elsewhere.
    for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) expect(address).toMatch(/^\/(?!\/)|^data:/)
  })

  test('ASVS 3.4.2: another origin is let in nowhere, also when it asks first', async () => {
    for (const origin of ['https://evil.example', 'null', `${publicUrl}.evil.example`]) {
      const asked = {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'content-type',
      }
      const answer = await at('/api/v1/account', { method: 'OPTIONS', headers: asked })
      expect(answer.status).toBe(404)
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test('ASVS 3.2.1, 4.1.1: an answer of the API is JSON with its charset and can be no page', async () => {
    const { headers } = await at('/api/v1/auth/welcome')
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('what is not served', () => {
  const hidden =
    '/.git/HEAD /.git/config /.env /package.json /package-lock.json /src/main.ts /dist/server/main.js /db/migrations/0001-platform.sql /assets/ /assets/../index.html /assets/..%2f..%2fpackage.json /assets/%2e%2e/%2e%2e/package.json /..%5cpackage.json /server-status /sign-in~ /metrics.bak /debug /api /api/v1 /api/v1/account/x.css /api/v1/account.css /openapi.json.bak'
  test.each(hidden.split(' '))('ASVS 13.4.1, 13.4.3, 13.4.5, 13.4.7, 14.2.5: %s', async (path) => {
    const answer = await at(path, { headers: { cookie: `__Host-aegis=${ada.browser.cookies.get('__Host-aegis')}` } })
    const text = await answer.text()
    // The page itself, which has an address for everything, or nothing.
    if (answer.status === 200) expect(text).toMatch(/^<!doctype html>/i)
    else expect(answer.status).toBe(404)
    expect(text).not.toMatch(/ref: refs|"dependencies"|CREATE TABLE|Index of|aegis_|Ada Lovelace/)
  })

  test('no way out of the folder of the page, however it is spelled, and no fault of ours on it', async () => {
    const steps = [
      '../',
      '..%2f',
      '..%252f',
      '%2e%2e/',
      '%2e%2e%2f',
      '..%5c',
      '..\\',
      '..;/',
      '.%00./',
      '%c0%ae%c0%ae/',
      '....//',
      '//',
      '%2f',
    ]
    for (const step of steps)
      for (const file of ['package.json', 'etc/passwd']) {
        const told = await raw(`GET /assets/${step.repeat(4)}${file} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
        expect(told, step).toMatch(/^HTTP\/1\.1 (404|200|400) /)
        expect(told, step).not.toMatch(/"dependencies"|root:/)
      }
    const html = await (await at('/')).text()
    const [asset = ''] = /\/assets\/[\w.-]+\.js/.exec(html) ?? []
    for (const range of ['bytes=9-1', 'bytes=999999999-', 'bytes=x', 'x=0-1', `bytes=${'0-0,'.repeat(500)}0-0`])
      expect((await at(asset, { headers: { range } })).status, range).toBeLessThan(500)
  })

  test('ASVS 13.4.4, 4.1.4: no method but those that are declared', async () => {
    const all: readonly Route[] = routes
    const methods = new Set(all.map(({ method }) => method as string))
    for (const method of ['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'DEBUG', 'PURGE']) {
      expect(methods.has(method)).toBe(false)
      const told = await raw(
        `${method} /api/v1/account HTTP/1.1\r\nHost: x\r\nX-Secret: canary\r\nConnection: close\r\n\r\n`,
      )
      expect(told).not.toMatch(/^HTTP\/1\.1 2/)
      expect(told).not.toContain('canary')
    }
  })
})

/** Sends bytes as they are; answers everything that came back until the server hangs up. */
function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(app.address)
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
  })
}

describe('the framing of messages', () => {
  const post =
    'POST /api/v1/auth/sessions HTTP/1.1\r\nHost: x\r\nOrigin: https://aegis.example\r\nContent-Type: application/json\r\n'
  const second = 'GET /api/v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n'
  const broken: [what: string, bytes: string][] = [
    ['a length and chunks', `${post}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}`],
    ['two lengths', `${post}Content-Length: 0\r\nContent-Length: 60\r\n\r\n${second}`],
    ['a length that is no number', `${post}Content-Length: +5\r\n\r\n${second}`],
    ['a coding nobody knows', `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${second}`],
    ['chunked twice', `${post}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n${second}`],
    ['a blank before the colon', `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${second}`],
    ['a folded header', `${post}X-A: b\r\n Content-Length: 60\r\n\r\n${second}`],
    ['a chunk of a wrong size', `${post}Transfer-Encoding: chunked\r\n\r\nZ\r\nx\r\n0\r\n\r\n${second}`],
    ['a bare line feed in a header', `${post}X-A: b\nContent-Length: 60\r\n\r\n${second}`],
    ['a bare carriage return in a header', `${post}X-A: b\rContent-Length: 60\r\n\r\n${second}`],
    ['a NUL in a header', `${post}X-A: b\u0000\r\n\r\n${second}`],
    ['headers of 40 kB', `${post}X-A: ${'b'.repeat(40_000)}\r\n\r\n${second}`],
    ['an address of 40 kB', `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n${second}`],
    ['no host', `GET /api/v1/account HTTP/1.1\r\n\r\n${second}`],
  ]
  test.each(broken)(
    'ASVS 4.2.1, 4.2.2, 4.2.4, 4.2.5: %s is refused, and the connection ends there',
    async (_what, bytes) => {
      const heard = await raw(bytes)
      expect(heard).toMatch(/^HTTP\/1\.1 4\d\d /)
      expect(heard.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
      expect(heard).not.toMatch(/node:|Error:|\bat /)
    },
  )

  test('ASVS 4.2.4: nothing that is asked for puts a line into the headers of the answer', async () => {
    for (const path of [
      '/%0d%0aSet-Cookie:%20a=b',
      '/sign-in?next=%0d%0aSet-Cookie:%20a=b',
      '/api/v1/unsubscriptions/a%0d%0aX: b',
      '/.well-known/change-password?%0d%0aX-A:%20b',
    ]) {
      const { headers } = await at(path)
      for (const name of ['set-cookie', 'x-a', 'x']) expect(headers.get(name), path).toBeNull()
    }
    const answer = await at('/api/v1/auth/welcome', { headers: { 'x-request-id': 'abcdefgh\tX-A: b' } })
    expect(answer.headers.get('x-request-id')).not.toContain('X-A')
  })
})
