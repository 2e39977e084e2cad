import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('a proof lasts ten minutes, is renewed by the password under a new token, and can be ended', async () => {
  const ada = await app.person('Ada Lovelace')
  expect((await ada.browser.get('/auth/confirmation')).body).toEqual({
    confirmedUntil: '2027-03-01T09:10:00.000Z',
    secondFactorUntil: null,
    factors: ['password'],
  })
  app.clock.advance(minutes(10))
  expect((await ada.browser.get('/auth/confirmation')).body.confirmedUntil).toBeNull()
  const before = ada.browser.fork()
  expect((await ada.browser.post('/auth/confirmation', { password: 'wrong' })).body.errors).toMatchObject([
    { field: 'password', code: 'password_wrong' },
  ])
  expect((await ada.browser.post('/auth/confirmation', { password: ada.password })).body.confirmedUntil).toBe(
    '2027-03-01T09:20:00.000Z',
  )
  expect((await before.get('/account')).status).toBe(401)
  expect((await ada.browser.delete('/auth/confirmation')).status).toBe(204)
  expect((await ada.browser.get('/auth/confirmation')).body.confirmedUntil).toBeNull()
})

test('wrong passwords are counted before they are looked at', async () => {
  const ben = await app.person('Ben Admin')
  const answers = await Promise.all(
    Array.from({ length: 15 }, () => ben.browser.fork().post('/auth/confirmation', { password: 'wrong' })),
  )
  expect(answers.filter((answer) => answer.status === 400)).toHaveLength(10)
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(5)
})
