import { expect, test } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { hashingStats } from '#platform/crypto/passwords.ts'
import { goodPassword, testApp } from '#tests/harness.ts'

const app = await testApp()

test('a known browser signs in quietly; a new one is told to the mailbox with “This wasn’t me”', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kolkata' })
  const credentials = { email: ada.email, password: ada.password }
  const before = (await app.mail(ada.email)).length
  expect((await ada.browser.post('/auth/sessions', credentials)).body).toEqual({ state: 'signed_in' })
  expect(await app.mail(ada.email)).toHaveLength(before)
  const stranger = app.browser()
  expect((await stranger.post('/auth/sessions', credentials)).status).toBe(200)
  const letter = (await app.mail(ada.email)).at(-1)
  expect(letter?.subject).toBe('New sign-in to your AegisRunner account')
  expect(letter?.text).toContain('Asia/Kolkata')
  expect(letter?.token('/not-me')).toBeTruthy()
})

test('V44: every sign-in makes a new token and a token from before is worth nothing', async () => {
  const ben = await app.person('Ben Admin')
  const browser = app.browser()
  browser.cookies.set('aegis', 'A'.repeat(43))
  await browser.post('/auth/sessions', { email: ben.email, password: ben.password })
  expect(browser.cookies.get('aegis')).not.toBe('A'.repeat(43))
  const first = browser.fork()
  await browser.post('/auth/sessions', { email: ben.email, password: ben.password })
  expect(browser.cookies.get('aegis')).not.toBe(first.cookies.get('aegis'))
})

test('unknown and known addresses are refused alike, and both cost a verification', async () => {
  const cleo = await app.person('Cleo Member')
  const count = hashingStats().verified
  const known = await app.browser().post('/auth/sessions', { email: cleo.email, password: 'not-the-password' })
  const unknown = await app
    .browser()
    .post('/auth/sessions', { email: 'nobody@example.com', password: 'not-the-password' })
  const bare = ({ requestId, ...body }: { requestId: string }) => body
  expect(bare(known.body)).toEqual(bare(unknown.body))
  expect(known.status).toBe(401)
  expect(hashingStats().verified - count).toBe(2)
  expect(
    await app.sql("SELECT 1 FROM audit_log WHERE actor_id = $1 AND details ->> 'refused' = 'sign_in_refused'", [
      cleo.id,
    ]),
  ).toHaveLength(2)
})

test('V09, V10: of 60 parallel wrong passwords at most ten are verified, and the right one after them fails too', async () => {
  const dov = await app.person('Dov Member')
  const count = hashingStats().verified
  const wrong = Array.from({ length: 60 }, () =>
    app.browser().post('/auth/sessions', { email: dov.email, password: 'wrong' }),
  )
  const answers = await Promise.all(wrong)
  expect(hashingStats().verified - count).toBe(10)
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(50)
  const right = await app.browser().post('/auth/sessions', { email: dov.email, password: dov.password })
  expect(right.status).toBe(429)
  expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('V20: further fields of the body, and other spellings of the address, give no fresh bucket', async () => {
  app.clock.advance(minutes(16)) // the network's own limit begins anew
  const ned = await app.person('Ned Member')
  const guess = (more: object) => app.browser().post('/auth/sessions', { email: ned.email, password: 'wrong', ...more })
  for (let n = 0; n < 12; n += 1) expect((await guess({ username: `u${n}`, deviceId: `d${n}` })).status).toBe(400)
  const spellings = [ned.email.toUpperCase(), ` ${ned.email}`, `${ned.email} `, ned.email.replace('n', 'N')]
  const answers = []
  for (let n = 0; n < 12; n += 1) answers.push((await guess({ email: spellings[n % 4] })).status)
  expect(answers).toEqual([...Array(10).fill(401), 429, 429])
  const known = ned.browser
  const recoveries = []
  for (let n = 0; n < 6; n += 1)
    recoveries.push((await known.post('/auth/recoveries', { email: spellings[n % 4] })).status)
  expect(new Set(recoveries)).toEqual(new Set([202]))
  expect((await app.mail(ned.email)).filter(({ subject }) => subject === 'Choose a new password')).toHaveLength(3)
  app.clock.advance(minutes(16))
})

test('V16, V150: strangers’ failures never lock out a browser the person used before', async () => {
  const eve = await app.person('Eve Example')
  for (let i = 0; i < 12; i++) await app.browser().post('/auth/sessions', { email: eve.email, password: 'wrong' })
  expect((await eve.browser.post('/auth/sessions', { email: eve.email, password: eve.password })).status).toBe(200)
})

test('beyond a hundred failures strange browsers are turned away until the mailbox opens the door', async () => {
  const finn = await app.person('Finn Example')
  for (let round = 0; round < 11; round++) {
    app.clock.advance(minutes(16))
    await Promise.all(
      Array.from({ length: 10 }, () => app.browser().post('/auth/sessions', { email: finn.email, password: 'wrong' })),
    )
  }
  const letters = (await app.mail(finn.email)).filter((letter) => letter.subject.startsWith('Too many failed'))
  expect(letters).toHaveLength(1)
  app.clock.advance(minutes(16))
  const browser = app.browser()
  const credentials = { email: finn.email, password: finn.password }
  expect((await browser.post('/auth/sessions', credentials)).status).toBe(429)
  const token = letters[0]?.token('/unlock')
  expect((await browser.post('/auth/unlocks', { token })).status).toBe(204)
  expect((await app.browser().post('/auth/unlocks', { token })).status).toBe(410)
  expect((await browser.post('/auth/sessions', credentials)).status).toBe(200)
})

test('ASVS 7.3: a session ends after 14 days without use and after 30 in any case', async () => {
  const gus = await app.person('Gus Example')
  app.clock.advance(days(13))
  expect((await gus.browser.get('/account')).status).toBe(200)
  app.clock.advance(days(13))
  expect((await gus.browser.get('/account')).status).toBe(200)
  app.clock.advance(days(5))
  expect((await gus.browser.get('/account')).status).toBe(401)
  const hal = await app.person('Hal Example')
  app.clock.advance(days(15))
  expect((await hal.browser.get('/account')).status).toBe(401)
})

test('V62: arrays, objects and duplicate members are refused for every field', async () => {
  for (const body of [
    '{"email":["a@example.com"],"password":"x"}',
    '{"email":{"a":1},"password":"x"}',
    '{"email":"a@example.com","email":"b@example.com","password":"x"}',
    '{"email":"a@example.com","password":"x","__proto__":{"a":1}}',
  ]) {
    const answer = await app
      .browser()
      .send('POST', '/auth/sessions', body, { headers: { 'content-type': 'application/json' } })
    expect(answer.status, body).toBe(400)
  }
  expect(goodPassword.length).toBeGreaterThan(15)
})

test('V48: a sign-in that was verifying the old password while it was changed leaves no session behind', async () => {
  for (let round = 0; round < 4; round += 1) {
    const kit = await app.person('Kit Example')
    const browsers = Array.from({ length: 8 }, () => app.browser())
    const change = kit.browser.put('/account/password', { current: kit.password, next: 'quiet-lantern-orbit-77' })
    const signIns = browsers.map(async (browser, n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 12)) // some before the change, some while it is under way
      return browser.post('/auth/sessions', { email: kit.email, password: kit.password })
    })
    expect((await change).status).toBe(200)
    const after = await Promise.all(signIns)
    expect(after.filter(({ status }) => status !== 200 && status !== 401)).toEqual([])
    for (const browser of browsers) expect((await browser.get('/account')).status).toBe(401)
  }
})
