import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { enableTwoFactor } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'
import { addPasskey, authenticatorFor } from '#tests/passkeys.ts'

const app = await testApp()

test('a proof is shown until the very end of its ten minutes, and looking does not lengthen it', async () => {
  const ada = await app.person('Ada Lovelace')
  const until = new Date(app.clock.now().getTime() + minutes(10)).toISOString()
  app.clock.advance(minutes(10) - 1)
  expect((await ada.browser.get('/auth/confirmation')).body.confirmedUntil).toBe(until)
  app.clock.advance(1)
  expect((await ada.browser.get('/auth/confirmation')).body.confirmedUntil).toBeNull()
})

test('it is of one session: what another one of the same person has proven is not shown here', async () => {
  const ada = await app.person('Ada Lovelace')
  const elsewhere = app.browser()
  await elsewhere.post('/auth/sessions', { email: ada.email, password: ada.password })
  app.clock.advance(minutes(11))
  await elsewhere.post('/auth/confirmation', { password: ada.password })
  expect((await elsewhere.get('/auth/confirmation')).body.confirmedUntil).not.toBeNull()
  expect((await ada.browser.get('/auth/confirmation')).body.confirmedUntil).toBeNull()
})

test('the ways to prove oneself are those the person has, and nobody’s who is not signed in', async () => {
  const dov = await app.person('Dov Member')
  const factors = async () => (await dov.browser.get('/auth/confirmation')).body.factors
  expect(await factors()).toEqual(['password'])
  const { phone } = await enableTwoFactor(app, dov)
  expect(await factors()).toEqual(['password', 'code'])
  await dov.browser.post('/auth/confirmation', { code: phone.code() })
  await addPasskey(dov.browser, authenticatorFor(app))
  expect(await factors()).toEqual(['password', 'code', 'passkey'])
  expect((await app.browser().get('/auth/confirmation')).status).toBe(401)
})
