import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { halfSignedIn, protectedPerson } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'

const app = await testApp()
const dov = () => protectedPerson(app)

describe('step-up where two-factor authentication is on', () => {
  it('V41: factors, codes and the address need a second factor; the password alone does not do', async () => {
    const who = await dov()
    app.clock.advance(minutes(11))
    await who.browser.post('/auth/confirmation', { password: who.password })
    const doors = [
      ['POST', '/account/two-factor/enrolments', {}],
      ['POST', '/account/two-factor/enrolments/otp_x/confirmation', { code: '123456' }],
      ['POST', '/account/two-factor/backup-codes', undefined],
      ['DELETE', `/account/two-factor/authenticators/${who.authenticatorId}`, undefined],
      ['POST', '/account/email-change', { newEmail: `next.${who.email}` }],
      ['PUT', '/account/notification-email', { email: `also.${who.email}` }],
    ] as const
    for (const [method, path, body] of doors) {
      const answer = await who.browser.send(method, path, body)
      expect([answer.status, answer.body.code, answer.body.needsSecondFactor], path).toEqual([
        403,
        'confirmation_required',
        true,
      ])
      expect(answer.body.factors).toEqual(['password', 'code'])
    }
    const until = new Date(app.clock.now().getTime() + minutes(10)).toISOString()
    const proven = await who.browser.post('/auth/confirmation', { code: who.phone.code() })
    expect(proven.body).toEqual({ confirmedUntil: until, secondFactorUntil: until, factors: ['password', 'code'] })
    for (const [method, path, body] of doors)
      expect((await who.browser.send(method, path, body)).body.code, path).not.toBe('confirmation_required')
  })

  it('gives the session a new token; the proof runs out after ten minutes and can be ended', async () => {
    const who = await dov()
    const before = who.browser.fork()
    await who.browser.post('/auth/confirmation', { code: who.phone.code() })
    expect((await before.get('/account')).status).toBe(401)
    app.clock.advance(minutes(10))
    expect((await who.browser.get('/auth/confirmation')).body).toMatchObject({
      confirmedUntil: null,
      secondFactorUntil: null,
    })
    await who.browser.post('/auth/confirmation', { backupCode: who.backupCodes[0] })
    expect((await who.browser.get('/auth/confirmation')).body.secondFactorUntil).not.toBeNull()
    await who.browser.delete('/auth/confirmation')
    expect((await who.browser.get('/auth/confirmation')).body).toMatchObject({
      confirmedUntil: null,
      secondFactorUntil: null,
    })
  })

  it('takes exactly one factor, and nothing it does not know', async () => {
    const who = await dov()
    for (const body of [
      {},
      { password: who.password, code: '123456' },
      { code: '' },
      { code: 123456 },
      { code: who.phone.code(), userId: 'usr_x' },
      { backupCode: ['x'] },
    ])
      expect((await who.browser.post('/auth/confirmation', body)).status, JSON.stringify(body)).toBe(400)
  })

  it('an account without it needs no second factor, and a code proves nothing there', async () => {
    const ada = await app.person('Ada Lovelace')
    expect((await ada.browser.post('/auth/confirmation', { code: '123456' })).body.code).toBe('code_wrong')
    expect((await ada.browser.post('/account/email-change', { newEmail: `x.${ada.email}` })).status).toBe(202)
  })

  it('V06: somebody else’s codes are none, at any door', async () => {
    const who = await dov()
    const eve = await dov()
    expect((await eve.browser.post('/auth/confirmation', { code: who.phone.code() })).body.code).toBe('code_wrong')
    expect((await eve.browser.post('/auth/confirmation', { backupCode: who.backupCodes[0] })).body.code).toBe(
      'code_wrong',
    )
    const left = await who.browser.get('/account/two-factor')
    expect(left.body.backupCodes.left).toBe(10)
  })
})

describe('one use for one code', () => {
  it('V03: of parallel uses at sign-in, step-up and disabling exactly one succeeds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const who = await dov()
      const code = who.phone.code()
      const browser = await halfSignedIn(app, who)
      const uses = [
        ...Array.from({ length: 4 }, () => browser.fork().post('/auth/challenge/code', { code })),
        ...Array.from({ length: 8 }, () => who.browser.fork().post('/auth/confirmation', { code })),
        ...Array.from({ length: 4 }, () =>
          who.browser.fork().post('/account/two-factor/disablement', { password: who.password, code }),
        ),
      ]
      const answers = await Promise.all(uses)
      expect(
        answers.filter(({ status }) => status === 200),
        `round ${round}`,
      ).toHaveLength(1)
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    }
  })

  it('V03: used at one door, it is used at the others; an older one as well (V01)', async () => {
    const who = await dov()
    app.clock.advance(seconds(30))
    const [code, older] = [who.phone.code(), who.phone.code(-1)]
    expect((await who.browser.post('/auth/confirmation', { code })).status).toBe(200)
    const browser = await halfSignedIn(app, who)
    for (const used of [code, older])
      expect((await browser.post('/auth/challenge/code', { code: used })).body.code).toBe('code_used')
    const off = await who.browser.post('/account/two-factor/disablement', { password: who.password, code })
    expect(off.body).toMatchObject({ code: 'code_used', errors: [{ field: 'code' }] })
  })
})
