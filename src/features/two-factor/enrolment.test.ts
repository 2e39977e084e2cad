import { describe, expect, it } from 'vitest'
import { days, minutes, seconds } from '#platform/clock.ts'
import { AuthenticatorApp, addAuthenticator, enableTwoFactor, halfSignedIn } from '#tests/authenticator-app.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()
const enrolments = '/account/two-factor/enrolments'
const begin = (who: Person, body: object = {}) => who.browser.post(enrolments, body)
const confirm = (who: Person, id: string, code: unknown) =>
  who.browser.post(`${enrolments}/${id}/confirmation`, { code })
const signIn = ({ email, password }: Person) => app.browser().post('/auth/sessions', { email, password })
const audited = (who: Person, action: string) =>
  app.sql<{ details: Record<string, unknown> }>(
    'SELECT details FROM audit_log WHERE log_id = $1 AND action = $2 ORDER BY at, id',
    [who.id, action],
  )

describe('switching two-factor authentication on', () => {
  it('takes a code of the new app; then brings ten backup codes, ends other sessions, and tells the mailbox', async () => {
    const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kathmandu' })
    const other = app.browser()
    await other.post('/auth/sessions', { email: ada.email, password: ada.password })
    const { status, body } = await begin(ada)
    expect(status).toBe(201)
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(body.secretGroups.join('')).toBe(body.secret)
    expect(body.otpauthUrl).toContain(`totp/AegisRunner:${encodeURIComponent(ada.email)}?secret=${body.secret}&`)
    expect(body.qrSvg).toMatch(/^<svg /)
    const phone = new AuthenticatorApp(body.secret, app.clock)
    const done = await confirm(ada, body.id, phone.code())
    expect(done.status).toBe(200)
    expect(done.body.authenticator).toMatchObject({ id: body.id, name: 'Authenticator app' })
    expect(done.body.sessionsEnded).toBe(1)
    expect(new Set(done.body.backupCodes).size).toBe(10)
    for (const code of done.body.backupCodes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
    expect((await other.get('/account')).status).toBe(401)
    expect((await ada.browser.get('/account/two-factor')).body).toMatchObject({
      enabled: true,
      authenticators: [{ id: body.id }],
      backupCodes: { left: 10, total: 10 },
      codesClosed: false,
      trustedDevices: [],
    })
    expect((await signIn(ada)).body.state).toBe('second_factor')
    const letter = (await app.mail(ada.email)).find(({ subject }) => subject === 'Two-factor authentication is on')
    for (const text of ['Asia/Kathmandu', 'Chrome on Linux', '127.0.0.1', '/forgot-password'])
      expect(letter?.text).toContain(text)
    expect(await audited(ada, 'two_factor.authenticator_added')).toEqual([
      { details: { name: 'Authenticator app', first: true, sessionsEnded: 1 } },
    ])
  })

  it('V37: one that was begun and left alone asks nobody for a code', async () => {
    const ada = await app.person('Ada Lovelace')
    await begin(ada)
    expect((await signIn(ada)).body).toEqual({ state: 'signed_in' })
    expect((await ada.browser.get('/account/two-factor')).body).toMatchObject({ enabled: false, authenticators: [] })
  })

  it('needs the right code, in its quarter of an hour, for the newest secret', async () => {
    const ada = await app.person('Ada Lovelace')
    const first = (await begin(ada)).body
    const old = new AuthenticatorApp(first.secret, app.clock)
    expect((await confirm(ada, first.id, old.wrong())).body).toMatchObject({
      code: 'code_wrong',
      errors: [{ field: 'code' }],
    })
    const second = (await begin(ada)).body
    expect((await confirm(ada, first.id, old.code())).status).toBe(404)
    const phone = new AuthenticatorApp(second.secret, app.clock)
    app.clock.advance(minutes(15))
    await ada.browser.post('/auth/confirmation', { password: ada.password })
    expect((await confirm(ada, second.id, phone.code())).body.code).toBe('enrolment_over')
    expect(await audited(ada, 'two_factor.authenticator_added')).toEqual([{ details: { refused: 'code_wrong' } }])
  })

  it('the confirming code is used up: it signs nobody in', async () => {
    const ada = await app.person('Ada Lovelace')
    const { phone } = await addAuthenticator(app, ada.browser)
    const browser = await halfSignedIn(app, ada)
    expect((await browser.post('/auth/challenge/code', { code: phone.code() })).body.code).toBe('code_used')
    expect((await browser.post('/auth/challenge/code', { code: phone.code(-1) })).body.code).toBe('code_used')
    app.clock.advance(seconds(30))
    expect((await browser.post('/auth/challenge/code', { code: phone.code() })).status).toBe(200)
  })

  it('of ten parallel confirmations exactly one switches it on', async () => {
    const ada = await app.person('Ada Lovelace')
    const { id, secret } = (await begin(ada)).body
    const code = new AuthenticatorApp(secret, app.clock).code()
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(ada, id, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await app.sql('SELECT 1 FROM backup_codes WHERE user_id = $1', [ada.id])).toHaveLength(10)
  })

  it('the secret is sealed: nowhere readable, and a row that is given to somebody else proves nothing there', async () => {
    const ada = await app.person('Ada Lovelace')
    const eve = await app.person('Eve Example')
    const { phone, authenticatorId } = await enableTwoFactor(app, ada)
    await enableTwoFactor(app, eve)
    const [row] = await app.sql<{ secret: string }>('SELECT secret FROM authenticators WHERE id = $1', [
      authenticatorId,
    ])
    expect(row?.secret).toMatch(/^v1:/)
    expect(JSON.stringify(await app.sql('SELECT * FROM authenticators', [])) + app.logged()).not.toContain(phone.secret)
    await app.sql('UPDATE authenticators SET secret = $2 WHERE user_id = $1', [eve.id, row?.secret])
    const browser = await halfSignedIn(app, eve)
    expect((await browser.post('/auth/challenge/code', { code: phone.code() })).body.code).toBe('code_wrong')
  })

  it('a repeat with the same Idempotency-Key gives the same secret', async () => {
    const ada = await app.person('Ada Lovelace')
    const headers = { 'idempotency-key': 'enrol-1' }
    const [once, again] = [
      await ada.browser.post(enrolments, {}, { headers }),
      await ada.browser.post(enrolments, {}, { headers }),
    ]
    expect(again.body).toEqual(once.body)
  })

  it('refuses names that are none, and members of its own row (V107)', async () => {
    const ada = await app.person('Ada Lovelace')
    const names = ['', 'x'.repeat(61), 'a\u202eb', ['a'], null, 7].map((name) => ({ name }))
    for (const body of [...names, { secret: 'A'.repeat(32) }, { confirmedAt: '2020-01-01' }, { userId: 'usr_1' }])
      expect((await begin(ada, body)).status, JSON.stringify(body)).toBe(400)
  })
})

describe('several authenticator apps', () => {
  it('a new phone is added and the old one removed without switching off; each has a name', async () => {
    const ada = await app.person('Ada Lovelace')
    const { phone: old, authenticatorId, backupCodes } = await enableTwoFactor(app, ada)
    const { phone, answer } = await addAuthenticator(app, ada.browser, 'New phone')
    expect(answer.backupCodes).toBeNull()
    expect((await app.mail(ada.email)).at(-1)?.subject).toBe('An authenticator app was added to your account')
    app.clock.advance(seconds(30))
    for (const one of [old, phone]) {
      const browser = await halfSignedIn(app, ada)
      expect((await browser.post('/auth/challenge/code', { code: one.code() })).status).toBe(200)
    }
    const removed = await ada.browser.delete(`/account/two-factor/authenticators/${authenticatorId}`)
    expect([removed.status, removed.body]).toEqual([200, { sessionsEnded: 2 }])
    app.clock.advance(seconds(60))
    const browser = await halfSignedIn(app, ada)
    expect((await browser.post('/auth/challenge/code', { code: old.code() })).body.code).toBe('code_wrong')
    expect((await browser.post('/auth/challenge/code', { code: phone.code() })).status).toBe(200)
    const renamed = await ada.browser.patch(`/account/two-factor/authenticators/${answer.authenticator.id}`, {
      name: ' My  phone ',
    })
    expect(renamed.body.name).toBe('My  phone')
    const { body } = await ada.browser.get('/account/two-factor')
    expect(body.authenticators.map(({ name }: { name: string }) => name)).toEqual(['My  phone'])
    expect(body.backupCodes.left).toBe(backupCodes.length)
  })

  it('the last one stays, also when two are removed at once; removing it is disabling', async () => {
    const ada = await app.person('Ada Lovelace')
    const { authenticatorId } = await enableTwoFactor(app, ada)
    const { answer } = await addAuthenticator(app, ada.browser)
    const remove = (id: string) => ada.browser.fork().delete(`/account/two-factor/authenticators/${id}`)
    const answers = await Promise.all([remove(authenticatorId), remove(answer.authenticator.id)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('last_authenticator')
    expect((await ada.browser.get('/account/two-factor')).body.authenticators).toHaveLength(1)
  })

  it('there are at most five', async () => {
    const ada = await app.person('Ada Lovelace')
    for (let n = 0; n < 5; n += 1) await addAuthenticator(app, ada.browser)
    expect((await begin(ada)).body.code).toBe('too_many_authenticators')
    const { body } = await ada.browser.get('/account/two-factor')
    expect(body.authenticators.map(({ name }: { name: string }) => name)).toEqual([
      'Authenticator app',
      'Authenticator app 2',
      'Authenticator app 3',
      'Authenticator app 4',
      'Authenticator app 5',
    ])
  })

  it('somebody else’s are not there: reading, renaming, removing, confirming', async () => {
    const ada = await app.person('Ada Lovelace')
    const eve = await app.person('Eve Example')
    const { authenticatorId } = await enableTwoFactor(app, ada)
    const waiting = (await begin(ada)).body
    const path = `/account/two-factor/authenticators/${authenticatorId}`
    const phone = new AuthenticatorApp(waiting.secret, app.clock)
    expect((await eve.browser.patch(path, { name: 'Mine' })).status).toBe(404)
    expect((await eve.browser.delete(path)).status).toBe(404)
    expect((await confirm(eve, waiting.id, phone.code())).status).toBe(404)
    expect((await eve.browser.get('/account/two-factor')).body.authenticators).toEqual([])
  })

  it('secrets that were never confirmed are swept away, and only those', async () => {
    const ada = await app.person('Ada Lovelace')
    await enableTwoFactor(app, ada)
    await begin(ada)
    const { twoFactorTimetable } = await import('./routes.ts')
    app.clock.advance(days(1))
    for (const { run } of twoFactorTimetable) await run(app.platform, app.clock.now())
    expect(
      await app.sql('SELECT confirmed_at IS NOT NULL AS live FROM authenticators WHERE user_id = $1', [ada.id]),
    ).toEqual([{ live: true }])
  })
})
