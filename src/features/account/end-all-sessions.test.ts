import { describe, expect, it } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { sessionsIn } from './sessions.fixture.ts'

const app = await testApp()
const { signIn } = sessionsIn(app)

describe('signing out everywhere', () => {
  it('ends every one everywhere, and tells this browser to forget', async () => {
    const ada = await app.person('Ada Lovelace')
    const other = await signIn(ada)
    const copy = ada.browser.fork()
    const answer = await ada.browser.delete('/account/sessions/everywhere')
    expect([answer.status, answer.body]).toEqual([200, { ended: 2 }])
    expect(answer.headers.get('clear-site-data')).toContain('storage')
    for (const browser of [other, copy, ada.browser]) expect((await browser.get('/account')).status).toBe(401)
  })

  it('needs a recent proof', async () => {
    const ada = await app.person('Ada Lovelace')
    const other = await signIn(ada)
    app.clock.advance(minutes(10))
    expect((await ada.browser.delete('/account/sessions/everywhere')).body.code).toBe('confirmation_required')
    for (const browser of [other, ada.browser]) expect((await browser.get('/account')).status).toBe(200)
  })
})
