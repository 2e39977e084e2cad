import { beforeEach, describe, expect, it } from 'vitest'
import type { Twist } from '#features/passkeys/authenticator.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { goodPassword, testApp } from '#tests/harness.ts'
import { addPasskey, answerWithPasskey, assertion, authenticatorFor, switchTwoFactorOn } from '#tests/passkeys.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const adas = authenticatorFor(app)
await addPasskey(ada.browser, adas)

beforeEach(() => app.sql('DELETE FROM rate_limits'))

const sessionsOf = (userId: string) => app.sql('SELECT method FROM sessions WHERE user_id = $1', [userId])

describe('signing in with a passkey', () => {
  it('needs no address, counts as both factors, and is told of like any sign-in from a new browser', async () => {
    const browser = app.browser()
    const offer = await browser.post('/auth/passkey-options')
    expect(offer.body.options).toEqual({
      rpId: 'localhost',
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      timeout: minutes(5),
      userVerification: 'required',
    })
    const answer = await answerWithPasskey(browser, 'sign-in', adas)
    expect([answer.status, answer.body]).toEqual([200, { state: 'signed_in' }])
    expect((await browser.get('/account')).body.email).toBe(ada.email)
    expect((await browser.get('/auth/confirmation')).body).toMatchObject({
      confirmedUntil: '2027-03-01T09:10:00.000Z',
      secondFactorUntil: '2027-03-01T09:10:00.000Z',
    })
    expect(await sessionsOf(ada.id)).toContainEqual({ method: 'passkey' })
    const [row] = await app.sql(
      "SELECT details FROM audit_log WHERE log_id = $1 AND details ->> 'method' = 'passkey' ORDER BY at DESC, id DESC",
      [ada.id],
    )
    expect(row?.details).toEqual({ method: 'passkey', passkey: 'Passkey', newDevice: true })
    const letter = (await app.mail(ada.email)).at(-1)
    expect(letter?.subject).toBe('New sign-in to your AegisRunner account')
    expect(letter?.token('/not-me')).toMatch(/^[\w-]{43}$/)
    const letters = (await app.mail(ada.email)).length
    await answerWithPasskey(browser, 'sign-in', adas)
    expect(await app.mail(ada.email)).toHaveLength(letters) // the browser is known now
  })

  it('V38: asks for no code where two-factor authentication is on, and lets sensitive acts pass', async () => {
    const dov = await app.person('Dov Member')
    const dovs = authenticatorFor(app)
    await addPasskey(dov.browser, dovs)
    await switchTwoFactorOn(app, dov)
    const browser = app.browser()
    expect((await answerWithPasskey(browser, 'sign-in', dovs)).body).toEqual({ state: 'signed_in' })
    expect((await browser.post('/account/passkeys/registration-options')).status).toBe(200)
  })

  it('V35: a passkey alone leaves the password a single factor, as decided', async () => {
    const answer = await app.browser().post('/auth/sessions', { email: ada.email, password: goodPassword })
    expect(answer.body).toEqual({ state: 'signed_in' })
    const { body } = await ada.browser.get('/auth/confirmation')
    expect(body.factors).toEqual(['password', 'passkey'])
  })

  it('notes the use and what the authenticator says of itself', async () => {
    const kim = await app.person('Kim Synced')
    const kims = authenticatorFor(app, { synced: true, counts: false })
    await addPasskey(kim.browser, kims)
    app.clock.advance(minutes(1))
    await answerWithPasskey(app.browser(), 'sign-in', kims, { synced: false, backupEligible: true })
    const [passkey] = (await kim.browser.get('/account/passkeys')).body.items
    expect(passkey).toMatchObject({ synced: false, lastUsedAt: app.clock.now().toISOString() })
    expect((await answerWithPasskey(app.browser(), 'sign-in', kims)).status).toBe(200) // zero again and again is no step back
  })

  it('works however many wrong passwords strangers tried', async () => {
    for (let n = 0; n < 12; n += 1) await app.browser().post('/auth/sessions', { email: ada.email, password: 'wrong' })
    expect((await answerWithPasskey(app.browser(), 'sign-in', adas)).status).toBe(200)
  })
})

describe('a challenge', () => {
  it('is good for one answer: of twenty at once, one session', async () => {
    const browser = app.browser()
    const answer = await assertion(browser, 'sign-in', adas)
    const before = (await sessionsOf(ada.id)).length
    const forks = Array.from({ length: 20 }, () => browser.fork())
    const answers = await Promise.all(forks.map((fork) => fork.post('/auth/passkey-sessions', answer)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'ceremony_over')).toHaveLength(19)
    expect(await sessionsOf(ada.id)).toHaveLength(before + 1)
    expect((await browser.post('/auth/passkey-sessions', answer)).status).toBe(410)
  })

  it('is used up by a wrong answer', async () => {
    const browser = app.browser()
    const { body } = await browser.post('/auth/passkey-options')
    const send = (twist?: Twist) =>
      browser.post('/auth/passkey-sessions', { ceremonyId: body.ceremonyId, response: adas.get(body.options, twist) })
    expect((await send({ foreignKey: true })).body.code).toBe('passkey_refused')
    expect((await send()).body.code).toBe('ceremony_over')
  })

  it('is over after five minutes', async () => {
    const [early, late] = [app.browser(), app.browser()]
    const answers = [await assertion(early, 'sign-in', adas), await assertion(late, 'sign-in', adas)]
    app.clock.advance(minutes(5) - 1)
    expect((await early.post('/auth/passkey-sessions', answers[0])).status).toBe(200)
    app.clock.advance(1)
    expect((await late.post('/auth/passkey-sessions', answers[1])).body.code).toBe('ceremony_over')
  })

  it('is of one browser: an answer that was led elsewhere signs nobody in there', async () => {
    const [here, there] = [app.browser(), app.browser()]
    await there.post('/auth/passkey-options')
    const answer = await assertion(here, 'sign-in', adas)
    expect((await there.post('/auth/passkey-sessions', answer)).body.code).toBe('ceremony_over')
    expect((await app.browser().post('/auth/passkey-sessions', answer)).body.code).toBe('ceremony_over')
    expect((await here.post('/auth/passkey-sessions', answer)).status).toBe(200)
  })

  it('may be open in two tabs of one browser', async () => {
    const browser = app.browser()
    const answers = [await assertion(browser, 'sign-in', adas), await assertion(browser, 'sign-in', adas)]
    for (const answer of answers) expect((await browser.post('/auth/passkey-sessions', answer)).status).toBe(200)
  })

  it('of a step-up, or of an account’s own page, signs nobody in', async () => {
    await ada.browser.post('/auth/confirmation', { password: ada.password })
    const stepUp = await assertion(ada.browser, 'step-up', adas)
    expect((await ada.browser.post('/auth/passkey-sessions', stepUp)).body.code).toBe('ceremony_over')
    const { body } = await ada.browser.post('/account/passkeys/registration-options')
    const response = adas.get({ rpId: 'localhost', timeout: 1, userVerification: 'required', ...body.options })
    const answer = await ada.browser.post('/auth/passkey-sessions', { ceremonyId: body.ceremonyId, response })
    expect(answer.body.code).toBe('ceremony_over')
  })
})

it('is limited per network, before anything is verified', async () => {
  const statuses = new Map<number, number>()
  for (let n = 0; n < 101; n += 1) {
    const { status } = await app.browser().post('/auth/passkey-sessions', {
      ceremonyId: 'cer_00000000000000000000000000',
      response: {
        id: 'AA',
        rawId: 'AA',
        type: 'public-key',
        response: { clientDataJSON: 'AA', authenticatorData: 'AA', signature: 'AA' },
      },
    })
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  expect([...statuses]).toEqual([
    [410, 100],
    [429, 1],
  ])
})
