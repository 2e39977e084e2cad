import { describe, expect, it } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { sessionsIn } from './sessions.fixture.ts'

const app = await testApp()
const { signIn, inFirefox, audited } = sessionsIn(app)

describe('signing out all others', () => {
  it('ends all others and keeps this one', async () => {
    const ada = await app.person('Ada Lovelace')
    const others = [await signIn(ada), await inFirefox(ada), await signIn(ada)]
    expect((await ada.browser.delete('/account/sessions')).body).toEqual({ ended: 3 })
    for (const other of others) expect((await other.get('/account')).status).toBe(401)
    expect((await ada.browser.get('/account')).status).toBe(200)
    expect((await ada.browser.delete('/account/sessions')).body).toEqual({ ended: 0 })
    expect(await audited(ada, 'account.other_sessions_ended')).toEqual([{ sessionsEnded: 3 }, { sessionsEnded: 0 }])
  })

  it('of two that end each other at the same moment, none survives by a deadlock', async () => {
    const ada = await app.person('Ada Lovelace')
    const other = await signIn(ada)
    const answers = await Promise.all([ada.browser.delete('/account/sessions'), other.delete('/account/sessions')])
    expect(answers.map(({ status }) => status)).not.toContain(500)
    const still = [(await ada.browser.get('/account')).status, (await other.get('/account')).status]
    expect(still).toContain(401)
  })

  it('needs a recent proof', async () => {
    const ada = await app.person('Ada Lovelace')
    const other = await signIn(ada)
    app.clock.advance(minutes(10))
    expect((await ada.browser.delete('/account/sessions')).body.code).toBe('confirmation_required')
    expect((await other.get('/account')).status).toBe(200)
  })
})
