import { beforeEach, describe, expect, it } from 'vitest'
import type { Twist } from '#features/passkeys/authenticator.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { addPasskey, answerWithPasskey, assertion, authenticatorFor } from '#tests/passkeys.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const eve = await app.person('Eve Other')
const adas = authenticatorFor(app)
const eves = authenticatorFor(app)
await addPasskey(ada.browser, adas)
await addPasskey(eve.browser, eves)

beforeEach(() => app.sql('DELETE FROM rate_limits'))

const sessionsOf = (userId: string) => app.sql('SELECT method FROM sessions WHERE user_id = $1', [userId])
const refusedRows = (userId: string) =>
  app.sql("SELECT details FROM audit_log WHERE log_id = $1 AND action = 'auth.signed_in' AND details ? 'refused'", [
    userId,
  ])

describe('an answer that is not honest', () => {
  const twists: [string, Twist][] = [
    ['on another origin', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['to another challenge', { challenge: Buffer.alloc(32, 1).toString('base64url') }],
    ['of a registration', { type: 'webauthn.create' }],
    ['in a frame of another site', { crossOrigin: true }],
    ['without the person present', { userPresent: false }],
    ['without the person verified', { userVerified: false }],
    ['suddenly one that can be synced', { backupEligible: true }],
    ['for another person', { userHandle: Buffer.from(eve.id).toString('base64url') }],
    ['for nobody', { userHandle: null }],
    ['signed by another key', { foreignKey: true }],
    ['by a passkey nobody added', { id: Buffer.alloc(32, 9).toString('base64url') }],
    ['by another person’s passkey', { id: eves.kept[0]?.id.toString('base64url') ?? '' }],
  ]

  it.each(twists)('%s signs nobody in, and all are refused alike', async (_what, twist) => {
    const before = [await sessionsOf(ada.id), await sessionsOf(eve.id)]
    const browser = app.browser()
    const answer = await answerWithPasskey(browser, 'sign-in', adas, twist)
    const { requestId, ...body } = answer.body
    expect([answer.status, body]).toEqual([
      400,
      {
        type: 'about:blank',
        title: 'This passkey does not work here.',
        status: 400,
        code: 'passkey_refused',
        error: 'This passkey does not work here.',
        message: 'This passkey does not work here.',
      },
    ])
    expect(browser.cookies.has('aegis')).toBe(false)
    expect([await sessionsOf(ada.id), await sessionsOf(eve.id)]).toEqual(before)
  })

  it('leaves its trace in the log of whose passkey it is, and nowhere when nobody’s', async () => {
    const before = (await refusedRows(ada.id)).length
    await answerWithPasskey(app.browser(), 'sign-in', adas, { foreignKey: true })
    await answerWithPasskey(app.browser(), 'sign-in', adas, { id: Buffer.alloc(32, 9).toString('base64url') })
    expect((await refusedRows(ada.id)).slice(before)).toEqual([{ details: { refused: 'passkey_refused' } }])
  })

  it.each([0, 1, -1])('with a counter that did not rise (%i after 1,000) is a copy’s', async (step) => {
    const cy = await app.person('Cy Copied')
    const cys = authenticatorFor(app)
    await addPasskey(cy.browser, cys)
    expect((await answerWithPasskey(app.browser(), 'sign-in', cys, { counter: 1_000 })).status).toBe(200)
    const counter = step === 0 ? 0 : 1_000 + Math.min(step - 1, 0)
    const answer = await answerWithPasskey(app.browser(), 'sign-in', cys, { counter })
    expect([answer.status, answer.body.code]).toEqual([400, 'passkey_out_of_step'])
    expect((await refusedRows(cy.id)).at(-1)).toEqual({ details: { refused: 'passkey_out_of_step' } })
    expect((await answerWithPasskey(app.browser(), 'sign-in', cys, { counter: 1_001 })).status).toBe(200)
    // Without the right key nothing is said about counters.
    const forged = await answerWithPasskey(app.browser(), 'sign-in', cys, { counter: 5, foreignKey: true })
    expect(forged.body.code).toBe('passkey_refused')
  })
})

it('of a passkey and nine copies of it, answering at once with one counter, one signs in', async () => {
  const cy = await app.person('Cy Copied')
  const cys = authenticatorFor(app)
  await addPasskey(cy.browser, cys)
  const browsers = Array.from({ length: 10 }, () => app.browser())
  const bodies: object[] = []
  for (const browser of browsers) bodies.push(await assertion(browser, 'sign-in', cys, { counter: 7 }))
  const answers = await Promise.all(browsers.map((browser, n) => browser.post('/auth/passkey-sessions', bodies[n])))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const { status, body } of answers.filter(({ status }) => status !== 200)) {
    expect([status, ['passkey_refused', 'passkey_out_of_step'].includes(body.code)]).toEqual([400, true])
  }
})

describe('V34: what is no answer at all', () => {
  const wrong: unknown[] = [
    null,
    '',
    0,
    true,
    [],
    {},
    ['x'],
    { toString: 'x' },
    'x'.repeat(70_000),
    '=',
    'a b',
    '../',
    'é',
  ]
  const members = ['id', 'rawId', 'type', 'clientDataJSON', 'authenticatorData', 'signature', 'userHandle'] as const

  it.each(members)('%s of every other type or spelling', async (member) => {
    const browser = app.browser()
    for (const value of wrong) {
      if (member === 'userHandle' && value === null) continue // browsers say so when there is none
      const { ceremonyId, response } = await assertion(browser, 'sign-in', adas)
      const twisted =
        member in response
          ? { ...response, [member]: value }
          : { ...response, response: { ...response.response, [member]: value } }
      const answer = await browser.post('/auth/passkey-sessions', { ceremonyId, response: twisted })
      expect([400, 413], JSON.stringify(value)?.slice(0, 40)).toContain(answer.status)
      expect(['invalid', 'too_large']).toContain(answer.body.code)
    }
    expect(browser.cookies.has('aegis')).toBe(false)
  })

  it.each(['clientDataJSON', 'authenticatorData', 'signature'] as const)('%s of other bytes', async (member) => {
    const browser = app.browser()
    const other = [
      Buffer.from('null'),
      Buffer.from('[]'),
      Buffer.from('{}'),
      Buffer.from('{"type":'),
      Buffer.alloc(1),
      Buffer.alloc(36),
      Buffer.alloc(37),
      Buffer.alloc(37, 0xff),
      Buffer.alloc(4_000, 0x9f), // CBOR that never ends
    ]
    for (const bytes of other) {
      const { ceremonyId, response } = await assertion(browser, 'sign-in', adas)
      const inner = { ...response.response, [member]: bytes.toString('base64url') }
      const answer = await browser.post('/auth/passkey-sessions', {
        ceremonyId,
        response: { ...response, response: inner },
      })
      expect([answer.status, answer.body.code], bytes.toString('hex').slice(0, 40)).toEqual([400, 'passkey_refused'])
    }
    const { ceremonyId, response } = await assertion(browser, 'sign-in', adas)
    const first = Buffer.from(response.response[member], 'base64url')
    first[first.length - 1] = (first.at(-1) ?? 0) ^ 1
    const inner = { ...response.response, [member]: first.toString('base64url') }
    const answer = await browser.post('/auth/passkey-sessions', {
      ceremonyId,
      response: { ...response, response: inner },
    })
    expect([answer.status, answer.body.code]).toEqual([400, 'passkey_refused'])
  })

  it('a ceremony that does not exist, or is no text', async () => {
    const browser = app.browser()
    const { response } = await assertion(browser, 'sign-in', adas)
    const none = { ceremonyId: 'cer_00000000000000000000000000', response }
    expect((await browser.post('/auth/passkey-sessions', none)).body.code).toBe('ceremony_over')
    for (const ceremonyId of [null, 1, [], {}, ['x'], '', 'x', "' OR 1=1", 'x'.repeat(65), '\u0000']) {
      expect((await browser.post('/auth/passkey-sessions', { ceremonyId, response })).body.code).toBe('invalid')
    }
  })
})
