import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { halfSignedIn, protectedPerson, type TwoFactors } from '#tests/authenticator-app.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

const dov = () => protectedPerson(app)
const give = (browser: Browser, code: unknown, more: object = {}) =>
  browser.post('/auth/challenge/code', { code, ...more })
const sessionsOf = ({ id }: Person) => app.sql('SELECT method, second_factor_at FROM sessions WHERE user_id = $1', [id])

describe('the second step of signing in', () => {
  it('asks for a factor, tells what would do and until when, and opens the session with it', async () => {
    const who = await dov()
    const browser = app.browser()
    const { status, body } = await browser.post('/auth/sessions', { email: who.email, password: who.password })
    const expected = {
      factors: ['code', 'backup_code'],
      expiresAt: new Date(app.clock.now().getTime() + minutes(5)).toISOString(),
    }
    expect([status, body]).toEqual([200, { state: 'second_factor', ...expected }])
    expect((await browser.get('/auth/challenge')).body).toEqual(expected)
    expect((await give(browser, who.phone.code())).body).toEqual({ state: 'signed_in' })
    expect((await browser.get('/account')).body.id).toBe(who.id)
    expect(browser.cookies.has('aegis-challenge')).toBe(false)
    expect((await browser.get('/auth/confirmation')).body.secondFactorUntil).not.toBeNull()
    const rows = await app.sql<{ action: string; details: object }>(
      "SELECT action, details FROM audit_log WHERE log_id = $1 AND action LIKE 'auth.%' ORDER BY at, id",
      [who.id],
    )
    expect(rows.slice(-2)).toEqual([
      { action: 'auth.second_factor_asked', details: { factors: ['code', 'backup_code'] } },
      { action: 'auth.signed_in', details: { method: 'password+code', newDevice: true, trusted: false } },
    ])
  })

  it('V26, V27, V40: nothing handed out after the password opens anything else, then or later', async () => {
    const who = await dov()
    const before = app.browser()
    const answer = await before.post('/auth/sessions', { email: who.email, password: who.password })
    const handedOut = before.fork()
    expect([...handedOut.cookies.keys()]).toEqual(['aegis-challenge'])
    const doors = [
      '/account',
      '/account/two-factor',
      '/account/email-change',
      '/auth/confirmation',
      `/teams/${who.teamId}`,
      '/operate/health',
    ]
    const refuse = async (browser: Browser) => {
      for (const door of doors) expect((await browser.get(door)).status, door).toBe(401)
      for (const [method, door, body] of [
        ['PATCH', '/account', { fullName: 'X' }],
        ['POST', '/auth/confirmation', { password: who.password }],
        ['POST', '/account/two-factor/enrolments', {}],
        ['POST', '/account/two-factor/backup-codes', undefined],
        ['POST', '/account/two-factor/disablement', { password: who.password, code: who.phone.code() }],
        ['PUT', '/account/password', { current: who.password, next: 'quiet-lantern-orbit-77' }],
        ['DELETE', `/account/two-factor/authenticators/${who.authenticatorId}`, undefined],
        ['DELETE', '/auth/sessions/current', undefined],
      ] as const)
        expect((await browser.send(method, door, body)).status, door).toBe(401)
    }
    await refuse(handedOut)
    const secret = handedOut.cookies.get('aegis-challenge') ?? ''
    expect(answer.text).not.toContain(secret)
    const posing = app.browser()
    for (const name of ['aegis', 'aegis-device', '__Host-aegis']) posing.cookies.set(name, secret)
    await refuse(posing)
    expect((await give(before, who.phone.code())).status).toBe(200)
    await refuse(handedOut)
    expect((await handedOut.get('/auth/challenge')).status).toBe(410)
  })

  it('V44, V46, V47: each step has a token of its own, and what was in the jar before is worth nothing', async () => {
    const who = await dov()
    const browser = app.browser()
    browser.cookies.set('aegis', 'A'.repeat(43))
    browser.cookies.set('aegis-challenge', 'B'.repeat(43))
    await halfSignedIn(app, who, browser)
    const challenge = browser.cookies.get('aegis-challenge')
    expect(challenge).not.toBe('B'.repeat(43))
    await give(browser, who.phone.code())
    const token = browser.cookies.get('aegis')
    expect([challenge, 'A'.repeat(43)]).not.toContain(token)
    const fixed = app.browser()
    fixed.cookies.set('aegis', 'A'.repeat(43))
    expect((await fixed.get('/account')).status).toBe(401)
  })

  it('V45: it is bound to its browser: without the cookie, or with another person’s, there is no way on', async () => {
    const who = await dov()
    const eve = await dov()
    const theirs = await halfSignedIn(app, eve)
    await halfSignedIn(app, who)
    expect((await give(app.browser(), who.phone.code())).body.code).toBe('challenge_over')
    expect((await give(theirs, who.phone.code())).body.code).toBe('code_wrong')
    expect((await theirs.post('/auth/challenge/backup-code', { code: who.backupCodes[0] })).body.code).toBe(
      'code_wrong',
    )
    expect(await sessionsOf(who)).toHaveLength(1)
  })

  it('V36: it is over after five minutes by the clock, and when a new one is begun in its browser', async () => {
    const who = await dov()
    const browser = await halfSignedIn(app, who)
    const older = browser.fork()
    await halfSignedIn(app, who, browser)
    expect((await give(older, who.phone.code())).body.code).toBe('challenge_over')
    app.clock.advance(minutes(5) - 1)
    expect((await browser.get('/auth/challenge')).status).toBe(200)
    app.clock.advance(1)
    expect((await browser.get('/auth/challenge')).body.code).toBe('challenge_over')
    expect((await give(browser, who.phone.code())).body.code).toBe('challenge_over')
    const backup = await browser.post('/auth/challenge/backup-code', { code: who.backupCodes[0] })
    expect(backup.body.code).toBe('challenge_over')
  })

  it('V29, V30: a recovered password asks for the code all the same, and touches no factor', async () => {
    const who = await dov()
    await app.browser().post('/auth/recoveries', { email: who.email })
    const token = (await app.mail(who.email)).at(-1)?.token('/recover')
    const browser = app.browser()
    const next = 'copper-willow-station-7'
    expect((await browser.post('/auth/recoveries/completion', { token, password: next })).status).toBe(200)
    expect(browser.cookies.has('aegis')).toBe(false)
    await halfSignedIn(app, { ...who, password: next }, browser)
    expect((await browser.get('/account')).status).toBe(401)
    expect((await give(browser, who.phone.code())).status).toBe(200)
    expect((await browser.get('/account/two-factor')).body.backupCodes.left).toBe(10)
  })
})

describe('V55: a half-done sign-in is over after', () => {
  const acts: [string, (who: Person & TwoFactors) => Promise<unknown>][] = [
    [
      'a change of password',
      (who) => who.browser.put('/account/password', { current: who.password, next: 'quiet-lantern-orbit-77' }),
    ],
    [
      'a recovery',
      async (who) => {
        await app.browser().post('/auth/recoveries', { email: who.email })
        const token = (await app.mail(who.email)).at(-1)?.token('/recover')
        return app.browser().post('/auth/recoveries/completion', { token, password: 'copper-willow-station-7' })
      },
    ],
    [
      'a change of address',
      async (who) => {
        const newEmail = `moved.${who.email}`
        await who.browser.post('/account/email-change', { newEmail })
        const token = (await app.mail(newEmail)).at(-1)?.token('/confirm-email')
        return who.browser.post('/account/email-change/confirmation', { token })
      },
    ],
    [
      'two-factor authentication was switched off',
      (who) =>
        who.browser.post('/account/two-factor/disablement', { password: who.password, backupCode: who.backupCodes[9] }),
    ],
    ['the person is gone', (who) => app.sql('DELETE FROM users WHERE id = $1', [who.id]).then(() => ({ status: 200 }))],
  ]
  it.each(acts)('%s', async (_name, act) => {
    const who = await dov()
    const browser = await halfSignedIn(app, who)
    const { status } = (await act(who)) as { status: number }
    expect([200, 202]).toContain(status)
    expect((await give(browser, who.phone.code())).body.code).toBe('challenge_over')
    expect((await browser.get('/auth/challenge')).status).toBe(410)
    expect(browser.cookies.has('aegis')).toBe(false)
  })

  it('“This wasn’t me”', async () => {
    const who = await dov()
    const stranger = await halfSignedIn(app, who)
    await give(stranger, who.phone.code())
    const token = (await app.mail(who.email)).at(-1)?.token('/not-me')
    const browser = await halfSignedIn(app, who)
    await app.browser().post('/auth/disownments', { token })
    app.clock.advance(seconds(30))
    expect((await give(browser, who.phone.code())).body.code).toBe('challenge_over')
  })
})
