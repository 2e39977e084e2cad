import { expect, test } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { halfSignedIn, protectedPerson } from '#tests/authenticator-app.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { resetSecondFactor } from './public.ts'

const app = await testApp()
const dov = () => protectedPerson(app)
const disable = (who: Person, body: object) => who.browser.post('/account/two-factor/disablement', body)
const isOn = async (who: Person) => (await who.browser.get('/account/two-factor')).body.enabled

test.each(['code', 'backupCode'])(
  'password and %s switch it off; other sessions end, and no session keeps a second factor (V39)',
  async (kind) => {
    const who = await dov()
    const other = await halfSignedIn(app, who)
    await other.post('/auth/challenge/backup-code', { code: who.backupCodes[0], trustDevice: true })
    const proof = kind === 'code' ? { code: who.phone.code() } : { backupCode: who.backupCodes[1] }
    const answer = await disable(who, { password: who.password, ...proof })
    expect([answer.status, answer.body]).toEqual([200, { sessionsEnded: 1 }])
    expect((await other.get('/account')).status).toBe(401)
    expect(await app.sql('SELECT second_factor_at FROM sessions WHERE user_id = $1', [who.id])).toEqual([
      { second_factor_at: null },
    ])
    expect((await who.browser.get('/account/two-factor')).body).toEqual({
      enabled: false,
      authenticators: [],
      backupCodes: null,
      codesClosed: false,
      trustedDevices: [],
    })
    for (const table of ['authenticators', 'backup_codes', 'second_factor_attempts'])
      expect(await app.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [who.id])).toEqual([])
    expect((await app.browser().post('/auth/sessions', { email: who.email, password: who.password })).body.state).toBe(
      'signed_in',
    )
    expect((await app.mail(who.email)).map(({ subject }) => subject)).toContain('Two-factor authentication is off')
    expect((await disable(who, { password: who.password, code: '123456' })).body.code).toBe('two_factor_off')
  },
)

test('V32: neither the password nor a code alone does, however fresh the session’s proof; nor does a stale session with both wrong', async () => {
  const who = await dov()
  await who.browser.post('/auth/confirmation', { code: who.phone.code() })
  for (const body of [
    {},
    { password: who.password },
    { code: '123456' },
    { password: who.password, code: '123456', backupCode: who.backupCodes[0] },
  ])
    expect((await disable(who, body)).status, JSON.stringify(body)).toBe(400)
  const wrongPassword = await disable(who, { password: 'not-my-password', backupCode: who.backupCodes[0] })
  expect(wrongPassword.body).toMatchObject({ code: 'password_wrong', errors: [{ field: 'password' }] })
  const wrongCode = await disable(who, { password: who.password, code: who.phone.wrong() })
  expect(wrongCode.body).toMatchObject({ code: 'code_wrong', errors: [{ field: 'code' }] })
  expect(await isOn(who)).toBe(true)
  expect((await who.browser.get('/account/two-factor')).body.backupCodes.left).toBe(10)
  const refused = await app.sql<{ why: string }>(
    "SELECT details ->> 'refused' AS why FROM audit_log WHERE log_id = $1 AND action = 'two_factor.disabled' ORDER BY at, id",
    [who.id],
  )
  expect(refused.map(({ why }) => why)).toEqual(['password_wrong', 'code_wrong'])
  app.clock.advance(days(3))
  expect((await disable(who, { password: who.password, code: who.phone.code() })).status).toBe(200)
})

test('V12, V19: guessing the password here counts with guessing it at sign-in', async () => {
  const who = await dov()
  for (let n = 0; n < 10; n += 1)
    expect((await disable(who, { password: 'wrong', code: '123456' })).body.code).toBe('password_wrong')
  expect((await disable(who, { password: who.password, code: who.phone.code() })).body.code).toBe('too_many_attempts')
  expect(await isOn(who)).toBe(true)
})

test('V42: nobody who is not signed in can touch it', async () => {
  for (const path of [
    '/account/two-factor/disablement',
    '/account/two-factor/enrolments',
    '/account/two-factor/backup-codes',
  ])
    expect((await app.browser().post(path, {})).status, path).toBe(401)
})

test('the operator’s reset: sessions, apps, codes and trust end, the password stays needed; audited and mailed', async () => {
  const who = await dov()
  const trusting = await halfSignedIn(app, who)
  await trusting.post('/auth/challenge/code', { code: who.phone.code(), trustDevice: true })
  const half = await halfSignedIn(app, who)
  const reset = (email: string) => resetSecondFactor(app.platform, email, app.clock.now())
  expect(await reset('nobody@example.com')).toEqual({ state: 'nobody' })
  expect(await reset(`  ${who.email.toUpperCase()} `)).toEqual({ state: 'reset', sessionsEnded: 2 })
  expect(await reset(who.email)).toEqual({ state: 'off' })
  for (const browser of [who.browser, trusting]) expect((await browser.get('/account')).status).toBe(401)
  expect((await half.post('/auth/challenge/backup-code', { code: who.backupCodes[0] })).status).toBe(410)
  expect((await app.browser().post('/auth/sessions', { email: who.email, password: who.password })).body.state).toBe(
    'signed_in',
  )
  expect((await app.mail(who.email)).map(({ subject }) => subject)).toContain(
    'The operator switched your two-factor authentication off',
  )
  const audited = await app.sql("SELECT log_id, actor_kind, details FROM audit_log WHERE action = 'two_factor.reset'")
  expect(audited).toHaveLength(2)
  expect(audited[0]).toMatchObject({ actor_kind: 'operator', details: { by: 'command line', sessionsEnded: 2 } })
  app.clock.advance(minutes(1))
})
