import { expect, test } from 'vitest'
import { hours } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'

const app = await testApp()
const { operator } = app
const again = () => operator.browser.post('/account/email-verification')
const confirm = (token?: string) => app.browser().post('/account/email-verification/confirmation', { token })
const letters = async () => (await app.mail(operator.email)).filter((letter) => letter.text.includes('/verify-email#'))
const last = async () => (await letters()).at(-1)?.token('/verify-email')

test('the first person is let in before the address is proven, and asked again on demand', async () => {
  expect((await operator.browser.get('/account')).body).toMatchObject({ emailVerified: false, isOperator: true })
  const first = await last()
  const answer = await again()
  expect([answer.status, answer.body]).toEqual([202, {}])
  expect(await letters()).toHaveLength(2)
  expect((await confirm(first)).body.code).toBe('link_invalid')
})

test('nobody is sent more than five letters an hour', async () => {
  const statuses = []
  for (let n = 0; n < 6; n += 1) statuses.push((await again()).status)
  expect(statuses.at(-1)).toBe(429)
  app.clock.advance(hours(1))
  expect((await again()).status).toBe(202)
})

test('only the last link proves the address, after which no other is sent', async () => {
  expect((await confirm(await last())).status).toBe(200)
  const sent = (await letters()).length
  const answer = await again()
  expect([answer.status, answer.body.code]).toEqual([409, 'already_verified'])
  expect(await letters()).toHaveLength(sent)
  expect((await app.browser().post('/account/email-verification')).status).toBe(401)
})
