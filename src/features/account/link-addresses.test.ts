import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { expect, it } from 'vitest'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp({ PUBLIC_URL: 'http://localhost:4567' })
const evil = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'gopher',
  'x-forwarded-server': 'evil.example',
  'x-original-host': 'evil.example',
  forwarded: 'for=1.2.3.4;host=evil.example;proto=gopher',
}

/** fetch would not send another Host; a plain request does, and an absolute request line with `before`. */
function send(who: Person, method: string, path: string, body?: unknown, before = ''): Promise<number> {
  const { hostname, port } = new URL(app.address)
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    ...evil,
    origin: app.config.publicUrl,
    cookie: [...who.browser.cookies].map((pair) => pair.join('=')).join('; '),
    ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  }
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, method, path: `${before}/api/v1${path}`, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('error', reject)
    asking.end(text)
  })
}

// Zitadel built links from these headers in 2023 and again in 2025.
it('V80, V133: starts every link of every letter with the configured address, whatever the request says, its secret in the fragment', async () => {
  const ada = await app.person('Ada Lovelace')
  const zoe = await app.person('Zoe Other')
  const [newEmail, notices] = [`new.${randomUUID()}@example.com`, `notices.${randomUUID()}@example.com`]
  const link = async (mailbox: string, page: string) => ({ token: (await app.mail(mailbox)).at(-1)?.token(page) })

  expect(await send(app.operator, 'POST', '/account/email-verification')).toBe(202)
  // Whether the server takes an absolute request line or not, it must not write from it.
  await send(app.operator, 'POST', '/account/email-verification', undefined, 'http://evil.example')
  expect(await send(zoe, 'POST', '/account/email-change', { newEmail: ada.email })).toBe(202)
  expect(await send(ada, 'PUT', '/account/notification-email', { email: notices })).toBe(202)
  const second = await link(notices, '/confirm-notification-email')
  expect(await send(ada, 'POST', '/account/notification-email/confirmation', second)).toBe(200)
  expect(await send(ada, 'PUT', '/account/password', { current: ada.password, next: 'quiet-lantern-orbit-77' })).toBe(
    200,
  )
  expect(await send(ada, 'POST', '/account/email-change', { newEmail })).toBe(202)
  const first = await link(newEmail, '/confirm-email')
  expect(await send(ada, 'POST', '/account/email-change/confirmation', first)).toBe(200)
  const undo = await link(ada.email, '/undo-email')
  expect(await send(ada, 'DELETE', '/account/notification-email')).toBe(204)
  expect(await send(ada, 'POST', '/account/email-change/undo', undo)).toBe(200)
  await app.drain()

  const letters = app.mailbox.all()
  expect(new Set(letters.map((letter) => letter.subject)).size).toBeGreaterThanOrEqual(10)
  for (const { text, html, subject } of letters) {
    const links = [...`${text}\n${html}`.matchAll(/\bhttps?:\/\/[^\s"'<>)]+/g)].map((found) => found[0])
    const foreign = links.filter((url) => ![app.config.publicUrl, 'http://www.w3.org'].includes(new URL(url).origin))
    expect({ subject, foreign }).toEqual({ subject, foreign: [] })
    expect(`${text}${html}`).not.toMatch(/evil|gopher/)
    // What a server or proxy on the way would log.
    const logged = links.map((url) => url.split('#')[0]).filter((url) => /[\w-]{43}/.test(url ?? ''))
    expect({ subject, logged }).toEqual({ subject, logged: [] })
  }
})
