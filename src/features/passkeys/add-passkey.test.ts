import { beforeEach, describe, expect, it } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { addPasskey, authenticatorFor, doors, registration } from '#tests/passkeys.ts'
import type { Twist } from './authenticator.fixture.ts'
import { passkeyTimetable } from './routes.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const eve = await app.person('Eve Other')
const kept = (userId: string) => app.sql('SELECT id FROM passkeys WHERE user_id = $1', [userId])

const honest = () => registration(ada.browser, authenticatorFor(app))

beforeEach(async () => {
  await app.sql('DELETE FROM passkeys')
  await app.sql('DELETE FROM rate_limits')
  for (const { browser, password } of [ada, eve]) await browser.post('/auth/confirmation', { password })
})

describe('an answer that is not honest', () => {
  const twists: [string, Twist][] = [
    ['on another origin', { origin: 'https://evil.example' }],
    ['on this host, another port', { origin: 'http://localhost:1' }],
    ['for another site', { rpId: 'evil.example' }],
    ['to another challenge', { challenge: Buffer.alloc(32, 1).toString('base64url') }],
    ['of a use, not of a registration', { type: 'webauthn.get' }],
    ['in a frame of another site', { crossOrigin: true }],
    ['without the person present', { userPresent: false }],
    ['without the person verified', { userVerified: false }],
    ['synced, though it cannot be', { backupEligible: false, synced: true }],
    ['under another id', { id: Buffer.alloc(32, 2).toString('base64url') }],
  ]

  it.each(twists)('%s adds nothing', async (_what, twist) => {
    const answer = await registration(ada.browser, authenticatorFor(app), twist)
    const refused = await ada.browser.post('/account/passkeys', answer)
    expect([refused.status, refused.body.code]).toEqual([400, 'registration_refused'])
    expect(await kept(ada.id)).toEqual([])
    expect((await ada.browser.post('/account/passkeys', answer)).body.code).toBe('ceremony_over')
  })

  it('with an attestation that was never asked for is taken without it', async () => {
    const answer = await registration(ada.browser, authenticatorFor(app))
    const object = Buffer.from(answer.response.response.attestationObject, 'base64url')
    // “none” with an empty statement becomes “tpm” with a wrong one.
    const twisted = Buffer.from(
      object.toString('latin1').replace('dnone', 'ctpm').replace('attStmt\xa0', 'attStmt\xa1cverc9.9'),
      'latin1',
    )
    expect(twisted.length).toBe(object.length + 7)
    answer.response.response.attestationObject = twisted.toString('base64url')
    expect((await ada.browser.post('/account/passkeys', answer)).status).toBe(201)
  })
})

describe('what is no answer at all', () => {
  it('is refused, whatever bytes stand for the attestation', async () => {
    const object = Buffer.from((await honest()).response.response.attestationObject, 'base64url')
    const other = [
      Buffer.from([0xa0]),
      Buffer.from('null'),
      Buffer.alloc(20, 0xff),
      object.subarray(0, -1),
      Buffer.concat([object, object]),
      Buffer.alloc(28_000, 0x81), // lists in lists, deeper than any stack
      Buffer.from('bb7fffffffffffffff', 'hex'), // a map with more members than there are atoms here
      Buffer.from('9b00000000ffffffff', 'hex'),
    ]
    for (const bytes of other) {
      const { ceremonyId, response } = await honest()
      const inner = { ...response.response, attestationObject: bytes.toString('base64url') }
      const answer = await ada.browser.post('/account/passkeys', {
        ceremonyId,
        response: { ...response, response: inner },
      })
      expect([answer.status, answer.body.code], bytes.toString('hex').slice(0, 40)).toEqual([
        400,
        'registration_refused',
      ])
    }
    expect(await kept(ada.id)).toEqual([])
  })

  it.each([null, 1, '', [], {}, true, 'AAAA', ['x']])('%j in place of the answer', async (response) => {
    const { ceremonyId } = await honest()
    const answer = await ada.browser.post('/account/passkeys', { ceremonyId, response })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid'])
  })
})

describe('a challenge', () => {
  it('is good for one answer: of twenty at once, one passkey', async () => {
    const answer = await registration(ada.browser, authenticatorFor(app))
    const forks = Array.from({ length: 20 }, () => ada.browser.fork())
    const answers = await Promise.all(forks.map((fork) => fork.post('/account/passkeys', answer)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'ceremony_over')).toHaveLength(19)
    expect(await kept(ada.id)).toHaveLength(1)
  })

  it('is over after five minutes', async () => {
    const answer = await registration(ada.browser, authenticatorFor(app))
    app.clock.advance(minutes(5))
    expect((await ada.browser.post('/account/passkeys', answer)).body.code).toBe('ceremony_over')
  })

  it('is of one browser', async () => {
    const answer = await registration(ada.browser, authenticatorFor(app))
    const elsewhere = app.browser()
    await elsewhere.post('/auth/sessions', { email: ada.email, password: ada.password })
    expect((await elsewhere.post('/account/passkeys', answer)).body.code).toBe('ceremony_over')
    await elsewhere.post('/account/passkeys/registration-options') // with a ceremony of its own just the same
    expect((await elsewhere.post('/account/passkeys', answer)).body.code).toBe('ceremony_over')
    expect((await ada.browser.post('/account/passkeys', answer)).status).toBe(201)
  })

  it('is of one person, even in one browser', async () => {
    const answer = await registration(ada.browser, authenticatorFor(app))
    eve.browser.cookies.set('aegis-passkey', ada.browser.cookies.get('aegis-passkey') ?? '')
    expect((await eve.browser.post('/account/passkeys', answer)).body.code).toBe('ceremony_over')
    expect(await kept(eve.id)).toEqual([])
  })

  it('is for one purpose: one that was made to use a passkey adds none', async () => {
    const authenticator = authenticatorFor(app)
    await addPasskey(ada.browser, authenticator)
    for (const door of ['sign-in', 'step-up'] as const) {
      const { body } = await ada.browser.post(doors[door][0])
      const { body: offered } = await ada.browser.post('/account/passkeys/registration-options')
      const response = authenticatorFor(app).create({ ...offered.options, challenge: body.options.challenge })
      const answer = await ada.browser.post('/account/passkeys', { ceremonyId: body.ceremonyId, response })
      expect(answer.body.code, door).toBe('ceremony_over')
    }
    expect(await kept(ada.id)).toHaveLength(1)
  })

  it('is removed by the sweep once it is over', async () => {
    const { ceremonyId } = await registration(ada.browser, authenticatorFor(app))
    const rows = () => app.sql('SELECT id FROM passkey_ceremonies WHERE id = $1', [ceremonyId])
    for (const { run } of passkeyTimetable) await run(app.platform, app.clock.now())
    expect(await rows()).toHaveLength(1)
    app.clock.advance(minutes(6))
    for (const { run } of passkeyTimetable) await run(app.platform, app.clock.now())
    expect(await rows()).toEqual([])
  })
})

it('a passkey that somebody has already is refused', async () => {
  await addPasskey(ada.browser, authenticatorFor(app))
  const answer = await registration(eve.browser, authenticatorFor(app))
  await app.sql('UPDATE passkeys SET credential_id = $2 WHERE user_id = $1', [ada.id, answer.response.id])
  expect((await eve.browser.post('/account/passkeys', answer)).body.code).toBe('passkey_exists')
  expect(await kept(eve.id)).toEqual([])
})
