import { beforeEach, expect, test } from 'vitest'
import { digest } from '#platform/crypto/secrets.ts'
import { testApp } from '#tests/harness.ts'
import { addPasskey, answerWithPasskey, authenticatorFor } from '#tests/passkeys.ts'

const app = await testApp()

beforeEach(() => app.sql('DELETE FROM rate_limits'))

const ask = (browser = app.browser()) => browser.post('/auth/passkey-options')

test('nothing of any account is in the offer, not even in a browser that knows one, and nothing is audited', async () => {
  const ada = await app.person('Ada Lovelace')
  await addPasskey(ada.browser, authenticatorFor(app))
  const audited = () => app.sql('SELECT id FROM audit_log')
  const before = await audited()
  for (const browser of [app.browser(), ada.browser]) {
    const { status, body } = await ask(browser)
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['ceremonyId', 'options'])
    expect(Object.keys(body.options).sort()).toEqual(['challenge', 'rpId', 'timeout', 'userVerification'])
    const rows = await app.sql('SELECT purpose, user_id FROM passkey_ceremonies WHERE id = $1', [body.ceremonyId])
    expect(rows).toEqual([{ purpose: 'sign-in', user_id: null }])
  }
  expect(await audited()).toHaveLength(before.length)
})

test('of twenty offers at once each has a challenge of its own, and each is good for a sign-in', async () => {
  const ada = await app.person('Ada Lovelace')
  const adas = authenticatorFor(app, { counts: false })
  await addPasskey(ada.browser, adas)
  const browsers = Array.from({ length: 20 }, () => app.browser())
  const offers = await Promise.all(browsers.map((browser) => ask(browser)))
  expect(new Set(offers.map(({ body }) => body.options.challenge)).size).toBe(20)
  expect(new Set(offers.map(({ body }) => body.ceremonyId)).size).toBe(20)
  for (const [n, browser] of browsers.entries()) {
    const { ceremonyId, options } = offers[n]?.body ?? {}
    const answer = { ceremonyId, response: adas.get(options) }
    expect((await browser.post('/auth/passkey-sessions', answer)).status).toBe(200)
  }
})

test('the browser is held by a secret of 256 bits that no script sees and that is stored as a digest only', async () => {
  const browser = app.browser()
  const { headers, body } = await ask(browser)
  const cookie = headers.getSetCookie().find((line) => line.startsWith('aegis-passkey=')) ?? ''
  for (const attribute of ['HttpOnly', 'SameSite=', 'Max-Age=300']) expect(cookie).toContain(attribute)
  const secret = browser.cookies.get('aegis-passkey') ?? ''
  expect(secret).toMatch(/^[\w-]{43}$/)
  const rows = await app.sql('SELECT browser_digest FROM passkey_ceremonies WHERE id = $1', [body.ceremonyId])
  expect(rows).toEqual([{ browser_digest: digest(secret) }])
})

test('what was planted in the browser’s jar in another shape is replaced, and signing in goes on', async () => {
  const ada = await app.person('Ada Lovelace')
  const adas = authenticatorFor(app)
  await addPasskey(ada.browser, adas)
  for (const planted of ['x', '', 'A'.repeat(44), '%00']) {
    const browser = app.browser()
    browser.cookies.set('aegis-passkey', planted)
    expect((await answerWithPasskey(browser, 'sign-in', adas)).status, planted).toBe(200)
    expect(browser.cookies.get('aegis-passkey')).not.toBe(planted)
  }
})
