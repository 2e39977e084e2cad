import { expect, test } from 'vitest'
import { halfSignedIn, protectedPerson } from '#tests/authenticator-app.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

const dov = () => protectedPerson(app)
const give = (browser: Browser, code: unknown, more: object = {}) =>
  browser.post('/auth/challenge/backup-code', { code, ...more })
const told = async ({ id }: Person) => {
  const rows = await app.sql<{ details: object }>(
    "SELECT details FROM audit_log WHERE log_id = $1 AND action = 'auth.signed_in' ORDER BY at, id",
    [id],
  )
  return rows.map(({ details }) => details)
}

test('it opens a session that has proven a second factor, ends the half-done sign-in, and the log tells how many are left', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  const copy = browser.fork()
  expect((await give(browser, who.backupCodes[0])).body).toEqual({ state: 'signed_in', codesLeft: 9 })
  expect((await browser.get('/account')).body.id).toBe(who.id)
  expect((await browser.get('/auth/confirmation')).body.secondFactorUntil).not.toBeNull()
  expect(browser.cookies.has('aegis-challenge')).toBe(false)
  expect((await give(copy, who.backupCodes[1])).body.code).toBe('challenge_over')
  expect(await told(who)).toEqual([{ method: 'password+backup-code', newDevice: true, trusted: false, codesLeft: 9 }])
  const subjects = (await app.mail(who.email)).map(({ subject }) => subject)
  expect(subjects).toEqual(
    expect.arrayContaining(['A backup code was used', 'New sign-in to your AegisRunner account']),
  )
})

test('a code that is wrong or was used is refused at its field and in the log; the same sign-in takes another code', async () => {
  const who = await dov()
  await give(await halfSignedIn(app, who), who.backupCodes[0])
  const browser = await halfSignedIn(app, who)
  for (const [code, why] of [
    ['0000-0000-0000-0000', 'code_wrong'],
    [who.backupCodes[0], 'code_used'],
  ]) {
    const { status, body } = await give(browser, code)
    expect([status, body.errors]).toMatchObject([400, [{ field: 'code', code: why }]])
    expect((await told(who)).at(-1)).toEqual({ refused: why })
    app.clock.advance(1)
  }
  expect(browser.cookies.has('aegis')).toBe(false)
  expect((await give(browser, who.backupCodes[1])).body.codesLeft).toBe(8)
})

test('other types and shapes are refused and count as no try', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  const [code] = who.backupCodes
  for (const shape of [undefined, null, '', 7, true, [code], { code }, who.phone.code(), `${code}A`, code?.slice(1)])
    expect((await give(browser, shape)).status, JSON.stringify(shape)).toBe(400)
  for (const more of [{ trustDevice: 'yes' }, { userId: who.id }])
    expect((await give(browser, code, more)).status).toBe(400)
  const [row] = await app.sql('SELECT attempts FROM sign_in_challenges WHERE user_id = $1', [who.id])
  expect(row).toEqual({ attempts: 0 })
  expect((await give(browser, code)).status).toBe(200)
})

test('V36: of five right codes at once in one half-done sign-in one opens a session, and the others stay good', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  const answers = await Promise.all(who.backupCodes.slice(0, 5).map((code) => give(browser.fork(), code)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410])
  expect(await app.sql('SELECT 1 FROM sessions WHERE user_id = $1', [who.id])).toHaveLength(2)
  expect((await who.browser.get('/account/two-factor')).body.backupCodes.left).toBe(9)
})
