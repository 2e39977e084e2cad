import { expect, test } from 'vitest'
import { flush, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days, minutes, seconds } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn } from '../authenticator-app.ts'
import { goodPassword, type Person, testApp } from '../harness.ts'

// A clock that is wrong for a while: set by hand, a machine that woke up, a time server gone mad.
const app = await testApp()
const jump = (by: number) => app.clock.advance(by)

const told = async (answer: Promise<{ status: number }>) => (await answer).status
const signIn = ({ email }: Person, password = goodPassword) => app.browser().post('/auth/sessions', { email, password })

test('forty days ahead everything with an end is over; back again it is as before, and nobody is held back until then', async () => {
  const ada = await app.person('Ada Lovelace')
  const { secret } = await makeKey(ada, { expiresInDays: 30 })
  const forEver = await makeKey(ada, { expiresInDays: null })
  const key = program(app, secret)
  expect(await told(key.get('/key'))).toBe(200)

  jump(days(40))
  expect(await told(ada.browser.get('/account'))).toBe(401)
  expect(await told(key.get('/key'))).toBe(401)
  // Meanwhile everybody uses up what they may try: those windows begin in the future.
  const other = program(app, forEver.secret)
  const asked = () => Promise.all(Array.from({ length: 80 }, () => told(other.get('/key'))))
  expect(await asked()).toContain(429)
  const wrong: number[] = []
  for (let tries = 0; tries < 12; tries++) wrong.push(await told(signIn(ada, 'not-the-password-1')))
  expect(wrong.at(-1)).toBe(429)

  jump(-days(40))
  expect(await told(ada.browser.get('/account'))).toBe(200)
  expect(await asked()).toContain(429) // what was used up stays used up for one window from now …
  expect(await told(signIn(ada))).toBe(429)
  jump(minutes(1) + seconds(1))
  expect(await told(key.get('/key'))).toBe(200) // … and no longer
  jump(minutes(60))
  expect(await told(signIn(ada))).toBe(200)
  await flush(app)
})

test('an hour back: no code counts twice, a spent link stays spent, use goes on and its log can be proven', async () => {
  const [ben, cleo] = [await app.person('Ben Back'), await app.person('Cleo Counts')]
  jump(minutes(90))
  await ben.browser.post('/auth/confirmation', { password: ben.password })
  const { phone } = await enableTwoFactor(app, ben)
  const code = phone.code()
  const first = await halfSignedIn(app, ben)
  expect(await told(first.post('/auth/challenge/code', { code, trustDevice: false }))).toBe(200)
  const newEmail = 'ben.back@example.com'
  await ben.browser.post('/auth/confirmation', { code: phone.code(1) })
  jump(seconds(30))
  expect(await told(ben.browser.post('/account/email-change', { newEmail }))).toBe(202)
  const token = (await app.mail(newEmail)).at(-1)?.token('/confirm-email')
  expect(await told(app.browser().post('/account/email-change/confirmation', { token }))).toBe(200)
  const earlier = { events: [{ id: 'before:1', meter: 'runs' }] }
  const there = `/teams/${cleo.teamId}/usage/events`
  expect(await told(cleo.browser.post(there, earlier))).toBe(200)

  jump(-minutes(60))
  const again = await halfSignedIn(app, { ...ben, email: newEmail })
  expect(await told(again.post('/auth/challenge/code', { code, trustDevice: false }))).toBe(400)
  expect(await told(app.browser().post('/account/email-change/confirmation', { token }))).toBeGreaterThanOrEqual(400)
  const repeated = await cleo.browser.post(there, { events: [...earlier.events, { id: 'after:1', meter: 'runs' }] })
  expect([repeated.status, repeated.body.counted, repeated.body.repeated]).toEqual([200, 1, 1])
  const { body } = await cleo.browser.get(`/teams/${cleo.teamId}/usage`)
  expect(JSON.stringify(body)).toContain('"used":2')
})
