import { describe, expect, it } from 'vitest'
import { minutes } from '#platform/clock.ts'
import type { Browser } from '#tests/browser.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'
import { addPasskey, answerWithPasskey, authenticatorFor, registration, switchTwoFactorOn } from '#tests/passkeys.ts'

const app = await testApp()
const onePassword = { aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d', synced: true, counts: false }
const listed = async (browser: Browser) => (await browser.get('/account/passkeys')).body.items
const audited = (who: Person, action: string) =>
  app.sql<{ details: object; target_id: string }>(
    'SELECT details, target_id FROM audit_log WHERE log_id = $1 AND action = $2 ORDER BY at, id',
    [who.id, action],
  )

describe('adding a passkey', () => {
  it('asks for a discoverable one, with the person verified, for this site', async () => {
    const ada = await app.person('Ada Lovelace')
    const { body, headers } = await ada.browser.post('/account/passkeys/registration-options')
    expect(body.options).toMatchObject({
      rp: { id: 'localhost', name: 'AegisRunner' },
      user: { id: Buffer.from(ada.id).toString('base64url'), name: ada.email, displayName: 'Ada Lovelace' },
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
      timeout: minutes(5),
      excludeCredentials: [],
    })
    expect(Buffer.from(body.options.challenge, 'base64url')).toHaveLength(32)
    expect(headers.getSetCookie().join()).toMatch(
      /aegis-passkey=[\w-]{43}; Max-Age=300; Path=\/; HttpOnly; SameSite=Lax/,
    )
  })

  it('names it after its provider, tells whether it is synced, writes one audit row and a letter', async () => {
    const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kathmandu' })
    const added = await addPasskey(ada.browser, authenticatorFor(app, onePassword))
    expect(added).toEqual({
      id: expect.stringMatching(/^psk_/),
      name: '1Password',
      provider: '1Password',
      synced: true,
      createdAt: '2027-03-01T09:00:00.000Z',
      lastUsedAt: null,
    })
    expect(await addPasskey(ada.browser, authenticatorFor(app, onePassword))).toMatchObject({ name: '1Password 2' })
    expect(await addPasskey(ada.browser, authenticatorFor(app))).toMatchObject({
      name: 'Passkey',
      provider: null,
      synced: false,
    })
    expect((await listed(ada.browser)).map(({ name }: { name: string }) => name)).toEqual([
      '1Password',
      '1Password 2',
      'Passkey',
    ])
    expect(await audited(ada, 'passkeys.added')).toHaveLength(3)
    expect((await audited(ada, 'passkeys.added'))[0]).toEqual({
      target_id: added.id,
      details: { name: '1Password', provider: '1Password', synced: true },
    })
    const letter = (await app.mail(ada.email)).find(({ subject }) => subject === 'A passkey was added to your account')
    for (const text of ['1Password', '1 Mar 2027, 14:45 (Asia/Kathmandu)', 'Chrome on Linux', '/settings/security']) {
      expect(letter?.text).toContain(text)
    }
  })

  it('tells the address for notices as well', async () => {
    const ada = await app.person('Ada Lovelace')
    await app.sql("UPDATE users SET notification_email = 'ada.notices@example.com' WHERE id = $1", [ada.id])
    await addPasskey(ada.browser, authenticatorFor(app))
    expect((await app.mail('ada.notices@example.com')).at(-1)?.subject).toBe('A passkey was added to your account')
  })

  it('lets an authenticator know what it holds already', async () => {
    const ada = await app.person('Ada Lovelace')
    const authenticator = authenticatorFor(app)
    await addPasskey(ada.browser, authenticator)
    const { body } = await ada.browser.post('/account/passkeys/registration-options')
    const id = authenticator.kept[0]?.id.toString('base64url')
    expect(body.options.excludeCredentials).toEqual([{ type: 'public-key', id, transports: ['internal'] }])
  })

  it('stops at twenty, also when several are added at once', async () => {
    const ada = await app.person('Ada Lovelace')
    for (let n = 0; n < 17; n += 1) await addPasskey(ada.browser, authenticatorFor(app))
    await app.sql('DELETE FROM rate_limits')
    const answers = []
    for (let n = 0; n < 6; n += 1) answers.push(await registration(ada.browser, authenticatorFor(app)))
    const codes = await Promise.all(
      answers.map(async (answer) => (await ada.browser.fork().post('/account/passkeys', answer)).body.code ?? 'added'),
    )
    expect(codes.sort()).toEqual(['added', 'added', 'added', ...Array(3).fill('too_many_passkeys')])
    expect((await ada.browser.post('/account/passkeys/registration-options')).body.code).toBe('too_many_passkeys')
    const names = (await listed(ada.browser)).map(({ name }: { name: string }) => name)
    expect(new Set(names).size).toBe(20)
  })
})

describe('renaming and removing', () => {
  it('renames one’s own, and tells the change to the audit log', async () => {
    const ada = await app.person('Ada Lovelace')
    const { id } = await addPasskey(ada.browser, authenticatorFor(app))
    const renamed = await ada.browser.patch(`/account/passkeys/${id}`, { name: '  Blue key  ' })
    expect([renamed.status, renamed.body.name]).toEqual([200, 'Blue key'])
    await ada.browser.patch(`/account/passkeys/${id}`, { name: 'Blue key' })
    expect((await audited(ada, 'passkeys.renamed')).map(({ details }) => details)).toEqual([
      { changes: { name: { from: 'Passkey', to: 'Blue key' } } },
    ])
    for (const [name, code] of [
      ['', 'too_small'],
      ['x'.repeat(61), 'too_long'],
      ['a\u202eb', 'invisible_characters'],
      [['x'], 'invalid_type'],
    ]) {
      const answer = await ada.browser.patch(`/account/passkeys/${id}`, { name })
      expect([answer.status, answer.body.errors?.[0].code], String(name)).toEqual([400, code])
    }
  })

  it('does not find other people’s', async () => {
    const [ada, eve] = [await app.person('Ada Lovelace'), await app.person('Eve Other')]
    const { id } = await addPasskey(ada.browser, authenticatorFor(app))
    expect((await eve.browser.patch(`/account/passkeys/${id}`, { name: 'mine' })).status).toBe(404)
    expect((await eve.browser.delete(`/account/passkeys/${id}`)).status).toBe(404)
    expect(await listed(eve.browser)).toEqual([])
    expect(await listed(ada.browser)).toHaveLength(1)
  })

  it('removes one: it signs in no more, the sessions go on, the person is told', async () => {
    const ada = await app.person('Ada Lovelace')
    const authenticator = authenticatorFor(app)
    const { id } = await addPasskey(ada.browser, authenticator)
    const elsewhere = app.browser()
    expect((await answerWithPasskey(elsewhere, 'sign-in', authenticator)).status).toBe(200)
    expect((await ada.browser.delete(`/account/passkeys/${id}`)).status).toBe(204)
    expect(await listed(ada.browser)).toEqual([])
    expect((await elsewhere.get('/account')).status).toBe(200)
    expect((await answerWithPasskey(app.browser(), 'sign-in', authenticator)).body.code).toBe('passkey_refused')
    expect((await audited(ada, 'passkeys.removed')).map(({ target_id }) => target_id)).toEqual([id])
    expect((await app.mail(ada.email)).at(-1)?.subject).toBe('A passkey was removed from your account')
  })

  it('V39: what it proved in other sessions no longer counts as a second factor there', async () => {
    const ada = await app.person('Ada Lovelace')
    const authenticator = authenticatorFor(app)
    const { id } = await addPasskey(ada.browser, authenticator)
    await switchTwoFactorOn(app, ada)
    const other = app.browser()
    await answerWithPasskey(other, 'sign-in', authenticator)
    expect((await other.post('/account/passkeys/registration-options')).status).toBe(200)
    await answerWithPasskey(ada.browser, 'step-up', authenticator)
    expect((await ada.browser.delete(`/account/passkeys/${id}`)).status).toBe(204)
    const answer = await other.post('/account/passkeys/registration-options')
    expect(answer.body).toMatchObject({ code: 'confirmation_required', needsSecondFactor: true })
    expect((await ada.browser.post('/account/passkeys/registration-options')).status).toBe(200)
  })

  it('never takes the last way in, however many are removed at once', async () => {
    const ada = await app.person('Ada Lovelace')
    const ids = []
    for (let n = 0; n < 3; n += 1) ids.push((await addPasskey(ada.browser, authenticatorFor(app))).id)
    await app.sql('DELETE FROM passwords WHERE user_id = $1', [ada.id])
    const answers = await Promise.all(ids.map((id) => ada.browser.fork().delete(`/account/passkeys/${id}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('last_way_in')
    expect(await listed(ada.browser)).toHaveLength(1)
  })

  it('leaves two-factor authentication as it was: the app is still asked for', async () => {
    const ada = await app.person('Ada Lovelace')
    const authenticator = authenticatorFor(app)
    const { id } = await addPasskey(ada.browser, authenticator)
    await switchTwoFactorOn(app, ada)
    await answerWithPasskey(ada.browser, 'step-up', authenticator)
    expect((await ada.browser.delete(`/account/passkeys/${id}`)).status).toBe(204)
    const answer = await app.browser().post('/auth/sessions', { email: ada.email, password: goodPassword })
    expect(answer.body).toMatchObject({ state: 'second_factor', factors: expect.not.arrayContaining(['passkey']) })
    expect(answer.body.factors).toContain('code')
  })
})

describe('V41: who may add and remove', () => {
  const attempts = async (who: Person, id: string) => {
    const answers = [
      await who.browser.post('/account/passkeys/registration-options'),
      await who.browser.post('/account/passkeys', {
        ceremonyId: 'cer_00000000000000000000000000',
        response: {
          id: 'AA',
          rawId: 'AA',
          type: 'public-key',
          response: { clientDataJSON: 'AA', attestationObject: 'AA' },
        },
      }),
      await who.browser.delete(`/account/passkeys/${id}`),
    ]
    return answers.map(({ body }) => [body.code, body.needsSecondFactor])
  }

  it('needs a proof younger than ten minutes', async () => {
    const ada = await app.person('Ada Lovelace')
    const { id } = await addPasskey(ada.browser, authenticatorFor(app))
    app.clock.advance(minutes(10))
    expect(await attempts(ada, id)).toEqual(Array(3).fill(['confirmation_required', false]))
    expect(await listed(ada.browser)).toHaveLength(1)
  })

  it('needs a second factor where two-factor authentication is on', async () => {
    const ada = await app.person('Ada Lovelace')
    const authenticator = authenticatorFor(app)
    const { id } = await addPasskey(ada.browser, authenticator)
    await switchTwoFactorOn(app, ada)
    expect(await attempts(ada, id)).toEqual(Array(3).fill(['confirmation_required', true]))
    await answerWithPasskey(ada.browser, 'step-up', authenticator)
    expect((await ada.browser.delete(`/account/passkeys/${id}`)).status).toBe(204)
  })
})
