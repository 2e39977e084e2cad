import { describe, expect, it, test } from 'vitest'
import { routes } from '#app/app.ts'
import { days, minutes } from '#platform/clock.ts'
import type { Route } from '#platform/http/route.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

async function signIn(who: Person, browser = app.browser()): Promise<Browser> {
  const { status } = await browser.post('/auth/sessions', { email: who.email, password: who.password })
  expect(status).toBe(200)
  return browser
}
async function inFirefox(who: Person): Promise<Browser> {
  const browser = app.browser()
  browser.userAgent = firefox
  return signIn(who, browser)
}
// biome-ignore lint/suspicious/noExplicitAny: an answer's own shape is what is looked at
const list = async (browser: Browser): Promise<any[]> => (await browser.get('/account/sessions')).body.items
const otherId = async (browser: Browser): Promise<string> => (await list(browser)).find((one) => !one.current).id
const audited = async (who: Person, action: string) =>
  (
    await app.sql<{ details: object }>('SELECT details FROM audit_log WHERE log_id = $1 AND action = $2', [
      who.id,
      action,
    ])
  ).map(({ details }) => details)

describe('the list of sessions', () => {
  it('tells this one first, then the same browser’s, then others by last use, each in words', async () => {
    const ada = await app.person('Ada Lovelace')
    const fox = await inFirefox(ada)
    app.clock.advance(minutes(5))
    await signIn(ada)
    app.clock.advance(minutes(5))
    await signIn(ada, ada.browser)
    const items = await list(ada.browser)
    expect(items.map(({ device, current }) => [device, current])).toEqual([
      ['Chrome on Linux', true],
      ['Chrome on Linux', false],
      ['Chrome on Linux', false],
      ['Firefox on Windows', false],
    ])
    expect(items[1].sameDevice).toBe(items[0].sameDevice)
    expect(items[2].sameDevice).not.toBe(items[0].sameDevice)
    expect(items[3]).toMatchObject({ browser: 'Firefox', os: 'Windows', ip: '127.0.0.1', method: 'password' })
    expect(items[3].startedAt).toBe('2027-03-01T09:00:00.000Z')
    expect((await list(fox)).map(({ device }) => device)[0]).toBe('Firefox on Windows')
  })

  it('leaves out what is over by age or disuse, as requests refuse it', async () => {
    const ada = await app.person('Ada Lovelace')
    const idle = await signIn(ada)
    app.clock.advance(days(8))
    await ada.browser.get('/account')
    app.clock.advance(days(7))
    expect((await idle.get('/account')).status).toBe(401)
    expect(await list(ada.browser)).toHaveLength(1)
    expect((await ada.browser.get('/account/password')).body.otherSessions).toBe(0)
  })

  it('shows nobody else’s, and no token', async () => {
    const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
    const text = (await ada.browser.get('/account/sessions')).text
    expect(text).not.toContain((await list(ben.browser))[0].id)
    for (const value of ada.browser.cookies.values()) expect(text).not.toContain(value)
  })
})

describe('signing out one session', () => {
  it('V50 bites on its next request, with the cache cold, warm and after the network was silent', async () => {
    for (const warm of [false, true]) {
      const ada = await app.person('Ada Lovelace')
      const other = await signIn(ada)
      if (warm) for (let n = 0; n < 3; n += 1) expect((await other.get('/account')).status).toBe(200)
      expect((await ada.browser.delete(`/account/sessions/${await otherId(ada.browser)}`)).status).toBe(204)
      for (let n = 0; n < 3; n += 1) expect((await other.get('/account')).status).toBe(401)
      app.clock.advance(minutes(30))
      expect((await other.get('/account')).status).toBe(401)
      expect(await audited(ada, 'account.session_ended')).toEqual([{ device: 'Chrome on Linux', ip: '127.0.0.1' }])
    }
  })

  it('bites on another node within 200 ms', async () => {
    const ada = await app.person('Ada Lovelace')
    const other = await signIn(ada)
    const there = (await app.node()).browser(other)
    expect((await there.get('/account')).status).toBe(200)
    await ada.browser.delete(`/account/sessions/${await otherId(ada.browser)}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await there.get('/account')).status).toBe(401)
  })

  it('V52 does not find somebody else’s session, which goes on', async () => {
    const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
    const [foreign] = await list(ben.browser)
    const answer = await ada.browser.delete(`/account/sessions/${foreign.id}`)
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    expect((await ben.browser.get('/account')).status).toBe(200)
    expect(await audited(ada, 'account.session_ended')).toEqual([])
  })

  it('refuses to end the one that asks, and needs a recent proof', async () => {
    const ada = await app.person('Ada Lovelace')
    await signIn(ada)
    const items = await list(ada.browser)
    expect((await ada.browser.delete(`/account/sessions/${items[0].id}`)).body.code).toBe('current_session')
    app.clock.advance(minutes(10))
    expect((await ada.browser.delete(`/account/sessions/${items[1].id}`)).body.code).toBe('confirmation_required')
    expect((await ada.browser.delete('/account/sessions')).body.code).toBe('confirmation_required')
    expect((await ada.browser.delete('/account/sessions/everywhere')).body.code).toBe('confirmation_required')
  })

  it('of ten at once ends it once, with one audit row', async () => {
    const ada = await app.person('Ada Lovelace')
    await signIn(ada)
    const id = await otherId(ada.browser)
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.browser.delete(`/account/sessions/${id}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(404)])
    expect(await audited(ada, 'account.session_ended')).toHaveLength(1)
  })
})

describe('signing out more', () => {
  it('ends all others and keeps this one', async () => {
    const ada = await app.person('Ada Lovelace')
    const others = [await signIn(ada), await inFirefox(ada), await signIn(ada)]
    expect((await ada.browser.delete('/account/sessions')).body).toEqual({ ended: 3 })
    for (const other of others) expect((await other.get('/account')).status).toBe(401)
    expect((await ada.browser.get('/account')).status).toBe(200)
    expect((await ada.browser.delete('/account/sessions')).body).toEqual({ ended: 0 })
    expect(await audited(ada, 'account.other_sessions_ended')).toEqual([{ sessionsEnded: 3 }, { sessionsEnded: 0 }])
  })

  it('ends every one everywhere, and tells this browser to forget', async () => {
    const ada = await app.person('Ada Lovelace')
    const other = await signIn(ada)
    const copy = ada.browser.fork()
    const answer = await ada.browser.delete('/account/sessions/everywhere')
    expect([answer.status, answer.body]).toEqual([200, { ended: 2 }])
    expect(answer.headers.get('clear-site-data')).toContain('storage')
    for (const browser of [other, copy, ada.browser]) expect((await browser.get('/account')).status).toBe(401)
  })

  it('of two that end each other at the same moment, none survives by a deadlock', async () => {
    const ada = await app.person('Ada Lovelace')
    const other = await signIn(ada)
    const answers = await Promise.all([ada.browser.delete('/account/sessions'), other.delete('/account/sessions')])
    expect(answers.map(({ status }) => status)).not.toContain(500)
    const still = [(await ada.browser.get('/account')).status, (await other.get('/account')).status]
    expect(still).toContain(401)
  })
})

test('V54: a session that was signed out is refused by every route that needs one', async () => {
  const ada = await app.person('Ada Lovelace')
  const revoked = await signIn(ada)
  expect((await revoked.get('/account')).status).toBe(200)
  await ada.browser.delete(`/account/sessions/${await otherId(ada.browser)}`)
  const closed = (routes as readonly Route[]).filter(({ declaration }) => declaration.access.who !== 'anyone')
  for (const { method, path } of closed) {
    const answer = await revoked.send(method, path.replace(/\{\w+\}/g, ada.teamId))
    expect(answer.status, `${method} ${path}`).toBe(401)
  }
  expect(closed.length).toBeGreaterThan(20)
})
