import { beforeEach, describe, expect, it } from 'vitest'
import type { Twist } from '#features/passkeys/authenticator.fixture.ts'
import { minutes } from '#platform/clock.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { answerWithPasskey, assertion, doors } from '#tests/passkeys.ts'
import { twoWithPasskeys } from './passkeys.fixture.ts'

const app = await testApp()
const { dov, eve, dovs, eves } = await twoWithPasskeys(app)

beforeEach(() => app.sql('DELETE FROM rate_limits'))

/** A browser in which the password was right and the second factor is awaited. */
async function halfIn({ email, password }: Person): Promise<Browser> {
  const browser = app.browser()
  const { body } = await browser.post('/auth/sessions', { email, password })
  expect(body.state).toBe('second_factor')
  expect(body.factors).toContain('passkey')
  return browser
}

const signedInAs = async (browser: Browser) => (await browser.get('/account')).body.email ?? null

describe('a passkey as the second factor of a sign-in', () => {
  it('finishes it, with both factors told in the audit log', async () => {
    const browser = await halfIn(dov)
    const { body } = await browser.post('/auth/challenge/passkey-options')
    expect(body.options.allowCredentials).toEqual([
      { type: 'public-key', id: dovs.kept[0]?.id.toString('base64url'), transports: ['internal'] },
    ])
    expect((await answerWithPasskey(browser, 'challenge', dovs)).body).toEqual({ state: 'signed_in' })
    expect(await signedInAs(browser)).toBe(dov.email)
    expect((await browser.get('/auth/confirmation')).body.secondFactorUntil).toBe('2027-03-01T09:10:00.000Z')
    const [row] = await app.sql(
      "SELECT details FROM audit_log WHERE log_id = $1 AND details ->> 'method' = 'password+passkey'",
      [dov.id],
    )
    expect(row?.details).toMatchObject({ passkey: 'Passkey' })
    expect((await app.mail(dov.email)).at(-1)?.subject).toBe('New sign-in to your AegisRunner account')
  })

  it('needs no user handle, as security keys of before send none', async () => {
    const browser = await halfIn(dov)
    expect((await answerWithPasskey(browser, 'challenge', dovs, { userHandle: null })).status).toBe(200)
  })

  it('V34: takes no other person’s passkey, however right its answer', async () => {
    const browser = await halfIn(dov)
    const { body } = await browser.post('/auth/challenge/passkey-options')
    const twists: Twist[] = [
      {},
      { userHandle: null },
      { userHandle: Buffer.from(dov.id).toString('base64url') },
      { id: dovs.kept[0]?.id.toString('base64url') ?? '' },
    ]
    for (const twist of twists.slice(0, 1)) {
      const response = eves.get({ ...body.options, allowCredentials: undefined }, twist)
      const answer = await browser.post('/auth/challenge/passkey', { ceremonyId: body.ceremonyId, response })
      expect([answer.status, answer.body.code]).toEqual([400, 'passkey_refused'])
    }
    for (const twist of twists.slice(1)) {
      const { body: again } = await browser.post('/auth/challenge/passkey-options')
      const response = eves.get({ ...again.options, allowCredentials: undefined }, twist)
      const answer = await browser.post('/auth/challenge/passkey', { ceremonyId: again.ceremonyId, response })
      expect([answer.status, answer.body.code]).toEqual([400, 'passkey_refused'])
    }
    expect(await signedInAs(browser)).toBeNull()
    expect((await answerWithPasskey(browser, 'challenge', dovs)).status).toBe(200)
  })

  it('V34: refuses every forged or malformed answer, and five of them end the sign-in', async () => {
    const twists: Twist[] = [
      { foreignKey: true },
      { userVerified: false },
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { challenge: 'AAAA' },
    ]
    const browser = await halfIn(dov)
    for (const twist of twists) {
      expect((await answerWithPasskey(browser, 'challenge', dovs, twist)).body.code, JSON.stringify(twist)).toBe(
        'passkey_refused',
      )
    }
    expect((await browser.post(doors.challenge[0])).body.code).toBe('challenge_over')
    expect(await signedInAs(browser)).toBeNull()
    const malformed = await halfIn(dov)
    const { ceremonyId, response } = await assertion(malformed, 'challenge', dovs)
    for (const value of [
      undefined,
      null,
      '',
      [],
      {},
      true,
      'true',
      ['x'],
      [response],
      { ...response, response: null },
    ]) {
      const answer = await malformed.post('/auth/challenge/passkey', { ceremonyId, response: value })
      expect([answer.status, answer.body.code], JSON.stringify(value)).toEqual([400, 'invalid'])
    }
    expect(await signedInAs(malformed)).toBeNull()
    expect((await malformed.post('/auth/challenge/passkey', { ceremonyId, response })).status).toBe(200)
  })

  it('is for one purpose: challenges of other doors do not fit, nor does this one fit them', async () => {
    const browser = await halfIn(dov)
    const signIn = await assertion(browser, 'sign-in', dovs)
    expect((await browser.post('/auth/challenge/passkey', signIn)).body.code).toBe('ceremony_over')
    const second = await assertion(browser, 'challenge', dovs)
    expect((await browser.post('/auth/passkey-sessions', second)).body.code).toBe('ceremony_over')
    expect(await signedInAs(browser)).toBeNull()
  })

  it('V36: of twenty answers at once one signs in, and after five minutes none', async () => {
    const browser = await halfIn(dov)
    const answer = await assertion(browser, 'challenge', dovs)
    const forks = Array.from({ length: 20 }, () => browser.fork())
    const answers = await Promise.all(forks.map((fork) => fork.post('/auth/challenge/passkey', answer)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19)
    const late = await halfIn(dov)
    const tooLate = await assertion(late, 'challenge', dovs)
    app.clock.advance(minutes(5))
    expect((await late.post('/auth/challenge/passkey', tooLate)).body.code).toBe('challenge_over')
  })

  it('is nothing without a half-done sign-in', async () => {
    const browser = app.browser()
    expect((await browser.post('/auth/challenge/passkey-options')).body.code).toBe('challenge_over')
    const half = await halfIn(dov)
    const answer = await assertion(half, 'challenge', dovs)
    browser.cookies.set('aegis-passkey', half.cookies.get('aegis-passkey') ?? '')
    expect((await browser.post('/auth/challenge/passkey', answer)).body.code).toBe('challenge_over')
  })

  it('is not used up by the half-done sign-in of somebody else in the same browser', async () => {
    const browser = await halfIn(dov)
    const answer = await assertion(browser, 'challenge', dovs)
    await browser.post('/auth/sessions', { email: eve.email, password: eve.password })
    expect((await browser.post('/auth/challenge/passkey', answer)).body.code).toBe('ceremony_over')
    expect(await signedInAs(browser)).toBeNull()
  })
})
