import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('a sign-in judges the password anew, as the lists are today', async () => {
  const ada = await app.person('Ada Lovelace')
  expect((await ada.browser.get('/account/password')).body).toMatchObject({ strength: null, minimum: 8 })
  await app.browser().post('/auth/sessions', { email: ada.email, password: ada.password })
  expect((await ada.browser.get('/account/password')).body).toMatchObject({ strength: 'good', otherSessions: 1 })
})
