import { describe, expect, it, test } from 'vitest'
import { routes } from '#app/app.ts'
import { minutes } from '#platform/clock.ts'
import type { Route } from '#platform/http/route.ts'
import { testApp } from '#tests/harness.ts'
import { sessionsIn } from './sessions.fixture.ts'

const app = await testApp()
const { signIn, list, otherId, audited } = sessionsIn(app)

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
