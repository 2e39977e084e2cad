import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

test('a visitor is told how to come in, the same as somebody signed in, and nothing of any person', async () => {
  const app = await testApp()
  const told = { signUp: 'open', firstRun: false, mailHeld: false, operatorOnLoopback: true, passwordMinimum: 8 }
  for (const browser of [app.browser(), app.operator.browser]) {
    const { status, body } = await browser.get('/auth/welcome')
    expect([status, body]).toEqual([200, told])
  }
})

test('an installation is on its first run until somebody has signed up', async () => {
  const app = await testApp()
  await app.sql('DELETE FROM users')
  const visitor = app.browser()
  expect((await visitor.get('/auth/welcome')).body.firstRun).toBe(true)
  await app.person('Ada Lovelace')
  expect((await visitor.get('/auth/welcome')).body.firstRun).toBe(false)
})

test('what the operator has set is told: no mail server, an address of its own, longer passwords', async () => {
  const set = { SMTP_URL: '', PUBLIC_URL: 'https://aegis.example', AEGIS_PASSWORD_MIN: '20' }
  const app = await testApp(set)
  expect((await app.browser().get('/auth/welcome')).body).toMatchObject({
    mailHeld: true,
    operatorOnLoopback: false,
    passwordMinimum: 20,
  })
})
