import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'

const app = await testApp()
const next = 'copper-willow-station-7'

test('recovery sets a new password, ends every session, voids every link and never signs in', async () => {
  const ada = await app.person('Ada Lovelace')
  const browser = app.browser()
  expect((await browser.post('/auth/recoveries', { email: ada.email })).body).toEqual({ state: 'check_mailbox' })
  await browser.post('/auth/recoveries', { email: ada.email })
  const [older, newer] = (await app.mail(ada.email)).filter((letter) => letter.subject === 'Choose a new password')
  const dead = await browser.post('/auth/recoveries/completion', { token: older?.token('/recover'), password: next })
  expect(dead.body).toMatchObject({ code: 'link_invalid' })
  const token = newer?.token('/recover')
  const weak = await browser.post('/auth/recoveries/completion', { token, password: 'password1' })
  expect(weak.body.errors).toMatchObject([{ field: 'password', code: 'password_breached' }])
  const done = await browser.post('/auth/recoveries/completion', { token, password: next })
  expect(done.body).toEqual({ state: 'password_set', sessionsEnded: 1 })
  expect(browser.cookies.has('aegis')).toBe(false)
  expect((await ada.browser.get('/account')).status).toBe(401)
  expect((await browser.post('/auth/recoveries/completion', { token, password: next })).status).toBe(410)
  expect((await browser.post('/auth/sessions', { email: ada.email, password: ada.password })).status).toBe(401)
  expect((await browser.post('/auth/sessions', { email: ada.email, password: next })).status).toBe(200)
  expect((await app.mail(ada.email)).map((letter) => letter.subject)).toContain('Your password was replaced')
})

test('V33: a link lives 30 minutes and twenty parallel uses set one password', async () => {
  const cleo = await app.person('Cleo Member')
  await app.browser().post('/auth/recoveries', { email: cleo.email })
  const token = (await app.mail(cleo.email)).at(-1)?.token('/recover')
  const tries = Array.from({ length: 20 }, (_, i) =>
    app.browser().post('/auth/recoveries/completion', { token, password: `${next}-${i}` }),
  )
  const answers = await Promise.all(tries)
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  app.clock.advance(minutes(16))
  await app.browser().post('/auth/recoveries', { email: cleo.email })
  const late = (await app.mail(cleo.email)).at(-1)?.token('/recover')
  app.clock.advance(minutes(30))
  expect((await app.browser().post('/auth/recoveries/completion', { token: late, password: next })).status).toBe(410)
})
