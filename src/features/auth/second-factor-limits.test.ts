import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn, type TwoFactors } from '#tests/authenticator-app.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

type Guarded = Person & TwoFactors
async function dov(): Promise<Guarded> {
  const person = await app.person('Dov Member')
  return { ...person, ...(await enableTwoFactor(app, person)) }
}
const give = (browser: Browser, code: unknown) => browser.post('/auth/challenge/code', { code })
const giveBackup = (browser: Browser, code: unknown) => browser.post('/auth/challenge/backup-code', { code })
const noBackupCode = '0000-0000-0000-0000'
const subjects = async (who: Person) => (await app.mail(who.email)).map(({ subject }) => subject)
const countOf = async ({ id }: Person) =>
  (
    await app.sql<{ in_window: number; failures: number }>(
      'SELECT in_window, failures FROM second_factor_attempts WHERE user_id = $1',
      [id],
    )
  )[0]

/** Five wrong codes in a sign-in of its own; the last of them ends it. */
async function fiveWrong(who: Guarded): Promise<string[]> {
  await app.sql("DELETE FROM rate_limits WHERE bucket LIKE 'POST %'")
  const browser = await halfSignedIn(app, who)
  const codes = []
  for (let n = 0; n < 5; n += 1) codes.push((await give(browser, who.phone.wrong())).body.code)
  expect((await give(browser, who.phone.code())).body.code).toBe('challenge_over')
  return codes
}

test('V17: the fifth wrong code ends the half-done sign-in; the right one needs the password again', async () => {
  const who = await dov()
  expect(await fiveWrong(who)).toEqual(['code_wrong', 'code_wrong', 'code_wrong', 'code_wrong', 'too_many_codes'])
  expect(await subjects(who)).toContain('Wrong two-factor codes on your account')
  const rows = await app.sql<{ details: { refused: string } }>(
    "SELECT details FROM audit_log WHERE log_id = $1 AND action = 'auth.signed_in' AND details ? 'refused' ORDER BY at, id",
    [who.id],
  )
  expect(rows.map(({ details }) => details.refused)).toEqual([...Array(4).fill('code_wrong'), 'too_many_codes'])
  expect((await give(await halfSignedIn(app, who), who.phone.code())).status).toBe(200)
})

test('V13, V25: codes and backup codes, in any number of sign-ins and sessions, share twenty tries an hour', async () => {
  const who = await dov()
  await fiveWrong(who)
  await fiveWrong(who)
  const browser = await halfSignedIn(app, who)
  for (let n = 0; n < 4; n += 1) expect((await giveBackup(browser, noBackupCode)).body.code).toBe('code_wrong')
  for (let n = 0; n < 6; n += 1)
    expect((await who.browser.post('/auth/confirmation', { code: who.phone.wrong() })).body.code).toBe('code_wrong')
  const paused = await who.browser.post('/auth/confirmation', { code: who.phone.code() })
  expect([paused.status, paused.body.code]).toEqual([429, 'too_many_codes'])
  expect(Number(paused.headers.get('retry-after'))).toBeGreaterThan(3000)
  const fresh = await halfSignedIn(app, who)
  expect((await giveBackup(fresh, who.backupCodes[0])).body.code).toBe('too_many_codes')
  expect((await fresh.get('/auth/challenge')).status).toBe(410)
  const told = (await subjects(who)).filter((subject) => subject === 'Two-factor codes are paused on your account')
  expect(told).toHaveLength(1)
  app.clock.advance(hours(1))
  expect((await give(await halfSignedIn(app, who), who.phone.code())).status).toBe(200)
})

test('V16: who does not know the password can neither use up nor even see the count', async () => {
  const who = await dov()
  for (let n = 0; n < 10; n += 1) {
    const stranger = app.browser()
    await stranger.post('/auth/sessions', { email: who.email, password: 'not-the-password' })
    stranger.cookies.set('aegis-challenge', 'C'.repeat(43))
    expect((await give(stranger, who.phone.wrong())).status).toBe(410)
  }
  expect(await countOf(who)).toBeUndefined()
  const browser = await halfSignedIn(app, who, who.browser.fork())
  expect((await give(browser, who.phone.code())).status).toBe(200)
})

test('V18: neither the right password nor a passed step-up by password takes wrong codes back; a right code takes back only itself', async () => {
  const who = await dov()
  await fiveWrong(who)
  await who.browser.post('/auth/confirmation', { password: who.password })
  expect(await countOf(who)).toEqual({ in_window: 5, failures: 5 })
  expect((await give(await halfSignedIn(app, who), who.phone.code())).status).toBe(200)
  expect(await countOf(who)).toEqual({ in_window: 5, failures: 0 })
})

test('V14, V11: of 40 parallel wrong codes five are looked at in one sign-in, and the right one among them fails', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  const answers = await Promise.all(Array.from({ length: 40 }, () => give(browser.fork(), who.phone.wrong())))
  expect(answers.filter(({ status }) => status === 410)).toHaveLength(35)
  expect((await give(browser, who.phone.code())).status).toBe(410)
  expect(await countOf(who)).toEqual({ in_window: 5, failures: 5 })
})

test('V14, V15: of 60 parallel wrong codes of one account twenty are looked at, in whatever sign-ins they come', async () => {
  const who = await dov()
  const browsers = []
  for (let n = 0; n < 12; n += 1) {
    await app.sql('DELETE FROM rate_limits')
    browsers.push(await halfSignedIn(app, who))
  }
  const tries = browsers.flatMap((browser) => Array.from({ length: 5 }, () => give(browser.fork(), who.phone.wrong())))
  await Promise.all(tries)
  const { in_window: counted = 0, failures } = (await countOf(who)) ?? {}
  expect(failures).toBe(20)
  expect(counted).toBeGreaterThan(20)
  expect((await subjects(who)).filter((subject) => subject.endsWith('paused on your account'))).toHaveLength(1)
})

test('after a hundred wrong codes in a row they are closed at every door, until a backup code opens them', async () => {
  const who = await dov()
  for (let n = 0; n < 20; n += 1) {
    if (n % 4 === 0) app.clock.advance(hours(1))
    await fiveWrong(who)
  }
  expect(
    (await subjects(who)).filter((subject) => subject.startsWith('Two-factor codes are switched off')),
  ).toHaveLength(1)
  app.clock.advance(hours(1))
  await app.sql('DELETE FROM rate_limits')
  const browser = app.browser()
  const { body } = await browser.post('/auth/sessions', { email: who.email, password: who.password })
  expect(body.factors).toEqual(['backup_code'])
  expect((await give(browser, who.phone.code())).body.code).toBe('codes_closed')
  await who.browser.post('/auth/confirmation', { password: who.password })
  const code = who.phone.code()
  expect((await who.browser.post('/auth/confirmation', { code })).body.code).toBe('codes_closed')
  const off = await who.browser.post('/account/two-factor/disablement', { password: who.password, code })
  expect(off.body.code).toBe('codes_closed')
  expect((await who.browser.get('/account/two-factor')).body.codesClosed).toBe(true)
  expect((await giveBackup(browser, who.backupCodes[0])).body).toEqual({ state: 'signed_in', codesLeft: 9 })
  expect((await who.browser.get('/account/two-factor')).body.codesClosed).toBe(false)
  app.clock.advance(seconds(30))
  expect((await give(await halfSignedIn(app, who), who.phone.code())).status).toBe(200)
})

test('V24: a refused try leaves its count and its audit row behind, seen from another connection', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  await give(browser, who.phone.wrong())
  expect(await countOf(who)).toEqual({ in_window: 1, failures: 1 })
  expect(await app.sql('SELECT attempts FROM sign_in_challenges WHERE user_id = $1', [who.id])).toEqual([
    { attempts: 1 },
  ])
  app.clock.advance(minutes(1))
  await give(browser, who.phone.code(-5))
  expect(
    await app.sql("SELECT 1 FROM audit_log WHERE log_id = $1 AND details ->> 'refused' = 'code_wrong'", [who.id]),
  ).toHaveLength(2)
})
