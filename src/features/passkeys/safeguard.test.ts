import { expect, it } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { addPasskey, answerWithPasskey, authenticatorFor } from '#tests/passkeys.ts'

const app = await testApp()

it('“Secure my account” removes passkeys, says how many, and one that somebody else added opens nothing', async () => {
  const ada = await app.person('Ada Lovelace')
  const thief = authenticatorFor(app)
  await addPasskey(ada.browser, thief)
  const { body } = await ada.browser.post('/account/lockdown')
  expect(body.taken).toContainEqual({ what: 'passkeys', count: 1 })
  expect((await answerWithPasskey(app.browser(), 'sign-in', thief)).body).toMatchObject({ code: 'passkey_refused' })
  expect((await ada.browser.get('/account/passkeys')).body.items).toEqual([])
})

it('“This wasn’t me” does the same from the mailbox', async () => {
  const ben = await app.person('Ben Robbed')
  const stranger = app.browser()
  await stranger.post('/auth/sessions', { email: ben.email, password: ben.password })
  const thief = authenticatorFor(app)
  await addPasskey(stranger, thief)
  const letters = await app.mail(ben.email)
  const notMe = letters.find((letter) => letter.subject === 'New sign-in to your AegisRunner account')
  expect((await app.browser().post('/auth/disownments', { token: notMe?.token('/not-me') })).status).toBe(200)
  expect((await answerWithPasskey(app.browser(), 'sign-in', thief)).body).toMatchObject({ code: 'passkey_refused' })
})
