import { expect, test } from 'vitest'
import { seconds } from '#platform/clock.ts'
import { halfSignedIn, protectedPerson } from '#tests/authenticator-app.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

const dov = () => protectedPerson(app)
const give = (browser: Browser, code: unknown, more: object = {}) =>
  browser.post('/auth/challenge/code', { code, ...more })
const sessionsOf = ({ id }: Person) => app.sql('SELECT method FROM sessions WHERE user_id = $1', [id])
const rowsOf = ({ id }: Person) =>
  app.sql<{ log_id: string; details: object }>(
    "SELECT log_id, details FROM audit_log WHERE actor_id = $1 AND action = 'auth.signed_in' ORDER BY at, id",
    [id],
  )

test('a refused code names its field and sets no session; the right one after it is told in both logs with the trust', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who, who.browser.fork())
  const held = browser.cookies.get('aegis')
  const refused = await give(browser, who.phone.wrong(), { trustDevice: true })
  expect([refused.status, refused.body.errors]).toMatchObject([400, [{ field: 'code', code: 'code_wrong' }]])
  expect(refused.headers.getSetCookie()).toEqual([])
  app.clock.advance(seconds(30))
  expect((await give(browser, who.phone.code(), { trustDevice: true })).body).toEqual({ state: 'signed_in' })
  expect(browser.cookies.get('aegis')).not.toBe(held)
  const signedIn = { method: 'password+code', newDevice: false, trusted: true }
  const rows = await rowsOf(who)
  for (const log of [who.id, who.teamId]) {
    const told = rows.filter((row) => row.log_id === log).map(({ details }) => details)
    expect(told.slice(-2)).toEqual([{ refused: 'code_wrong' }, signedIn])
  }
})

test('V04: takes the code in every spelling people use, and counts it once', async () => {
  const who = await dov()
  for (const spell of [
    (c: string) => ` ${c.slice(0, 3)} ${c.slice(3)}`,
    (c: string) => `${c.slice(0, 3)}-${c.slice(3)}`,
  ]) {
    const browser = await halfSignedIn(app, who)
    expect((await give(browser, spell(who.phone.code()))).status).toBe(200)
    const again = await halfSignedIn(app, who)
    for (const other of [who.phone.code(), `${who.phone.code()} `, `\u00a0${who.phone.code()}`])
      expect((await give(again, other)).body.code).toBe('code_used')
    app.clock.advance(seconds(30))
  }
})

test('V34: refuses every other type and shape, without counting it as a try', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  const shapes = [
    undefined,
    null,
    '',
    '12345',
    123456,
    ['123456'],
    { code: '123456' },
    true,
    '１２３４５６',
    '1'.repeat(70),
    '12345٦',
  ]
  for (const shape of shapes) expect((await give(browser, shape)).status, JSON.stringify(shape)).toBe(400)
  for (const body of [
    '{"code":"123456","code":"000000"}',
    '{"code":"123456","userId":"usr_1"}',
    '[]',
    'null',
    '{"code":"123456","__proto__":{}}',
  ]) {
    const sent = await browser.send('POST', '/auth/challenge/code', body, {
      headers: { 'content-type': 'application/json' },
    })
    expect(sent.status, body).toBe(400)
  }
  expect((await give(browser, who.phone.code())).status).toBe(200)
})

test('V14, V36: twenty parallel uses of the right code open one session', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  const code = who.phone.code()
  const answers = await Promise.all(Array.from({ length: 20 }, () => give(browser.fork(), code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(await sessionsOf(who)).toHaveLength(2)
})
