import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'
import { closeAbandoned } from './close-abandoned.ts'

const app = await testApp()
const told = async (email: string) =>
  (await app.mail(email)).filter(({ subject }) => subject === 'Your password was used, but not your second factor')
const close = () => closeAbandoned(app.platform, app.clock.now())

test('ASVS 6.3.5: a right password in a strange browser without a second factor is told, once a day', async () => {
  const dov = await app.person('Dov Member', { timezone: 'Asia/Kathmandu' })
  await enableTwoFactor(app, dov)
  await halfSignedIn(app, dov)
  app.clock.advance(minutes(5) - seconds(1))
  await close()
  expect(await told(dov.email)).toEqual([])
  app.clock.advance(seconds(1))
  await close()
  const [letter] = await told(dov.email)
  for (const text of ['Asia/Kathmandu', 'Chrome on Linux', '127.0.0.1', '/forgot-password'])
    expect(letter?.text).toContain(text)
  expect(await app.sql('SELECT 1 FROM sign_in_challenges WHERE user_id = $1', [dov.id])).toEqual([])
  await halfSignedIn(app, dov)
  app.clock.advance(minutes(6))
  await close()
  await close()
  expect(await told(dov.email)).toHaveLength(1)
})

test('a known browser, and a sign-in that was finished, are no news', async () => {
  const dov = await app.person('Dov Member')
  const { phone } = await enableTwoFactor(app, dov)
  await halfSignedIn(app, dov, dov.browser.fork())
  const browser = await halfSignedIn(app, dov)
  expect((await browser.post('/auth/challenge/code', { code: phone.code() })).status).toBe(200)
  app.clock.advance(minutes(6))
  await close()
  expect(await told(dov.email)).toEqual([])
})
