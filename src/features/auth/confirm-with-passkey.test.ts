import { beforeEach, describe, expect, it } from 'vitest'
import type { SoftAuthenticator, Twist } from '#features/passkeys/authenticator.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { answerWithPasskey, assertion } from '#tests/passkeys.ts'
import { twoWithPasskeys } from './passkeys.fixture.ts'

const app = await testApp()
const { dov, dovs, eves } = await twoWithPasskeys(app)

beforeEach(() => app.sql('DELETE FROM rate_limits'))

describe('step-up with a passkey', () => {
  const stepUp = (who: Person, authenticator: SoftAuthenticator, twist?: Twist) =>
    answerWithPasskey(who.browser, 'step-up', authenticator, twist)

  it('proves a second factor, under a new session token', async () => {
    const before = dov.browser.fork()
    app.clock.advance(minutes(11))
    expect((await dov.browser.post('/account/passkeys/registration-options')).body).toMatchObject({
      code: 'confirmation_required',
      factors: ['password', 'code', 'passkey'],
      needsSecondFactor: true,
    })
    const until = new Date(app.clock.now().getTime() + minutes(10)).toISOString()
    const answer = await stepUp(dov, dovs)
    expect(answer.body).toEqual({
      confirmedUntil: until,
      secondFactorUntil: until,
      factors: ['password', 'code', 'passkey'],
    })
    expect((await dov.browser.post('/account/passkeys/registration-options')).status).toBe(200)
    expect((await before.get('/account')).status).toBe(401)
    app.clock.advance(minutes(10))
    expect((await dov.browser.post('/account/passkeys/registration-options')).status).toBe(403)
    expect((await dov.browser.get('/auth/confirmation')).body.secondFactorUntil).toBeNull()
  })

  it('V34: takes no other person’s passkey and no forged answer', async () => {
    const { body } = await dov.browser.post('/auth/confirmation/passkey-options')
    const response = eves.get({ ...body.options, allowCredentials: undefined })
    const answer = await dov.browser.post('/auth/confirmation/passkey', { ceremonyId: body.ceremonyId, response })
    expect([answer.status, answer.body.code]).toEqual([400, 'passkey_refused'])
    for (const twist of [{ foreignKey: true }, { userVerified: false }, { counter: 0 }, { rpId: 'evil.example' }]) {
      expect((await stepUp(dov, dovs, twist)).status, JSON.stringify(twist)).toBe(400)
    }
    expect((await dov.browser.get('/auth/confirmation')).body.confirmedUntil).toBeNull()
  })

  it('of twenty answers at once one counts', async () => {
    const answer = await assertion(dov.browser, 'step-up', dovs)
    const forks = Array.from({ length: 20 }, () => dov.browser.fork())
    const answers = await Promise.all(forks.map((fork) => fork.post('/auth/confirmation/passkey', answer)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const winner = forks[answers.findIndex(({ status }) => status === 200)]
    expect((await winner?.get('/account'))?.status).toBe(200)
    dov.browser.cookies.set('aegis', winner?.cookies.get('aegis') ?? '')
  })

  it('is over after five minutes, and a sign-in’s challenge does not fit', async () => {
    const late = await assertion(dov.browser, 'step-up', dovs)
    app.clock.advance(minutes(5))
    expect((await dov.browser.post('/auth/confirmation/passkey', late)).body.code).toBe('ceremony_over')
    const signIn = await assertion(dov.browser, 'sign-in', dovs)
    expect((await dov.browser.post('/auth/confirmation/passkey', signIn)).body.code).toBe('ceremony_over')
  })

  it('is for those who are signed in', async () => {
    expect((await app.browser().post('/auth/confirmation/passkey-options')).status).toBe(401)
  })
})
