import { expect, test } from 'vitest'
import { hours } from '#platform/clock.ts'
import { goodPassword, testApp } from '#tests/harness.ts'
import { form } from './sign-up.fixture.ts'

const app = await testApp()

test('nothing exists before the mailbox is proven; the link then makes person, team, session and one audit row', async () => {
  const browser = app.browser()
  expect((await browser.post('/auth/sign-ups', form('nia@example.com'))).body).toEqual({ state: 'check_mailbox' })
  expect(await app.sql("SELECT 1 FROM users WHERE email = 'nia@example.com'")).toHaveLength(0)
  const token = (await app.mail('nia@example.com'))[0]?.token('/confirm-sign-up')
  expect((await browser.post('/auth/sign-ups/confirmation', { token })).status).toBe(200)
  const { body } = await browser.get('/account')
  expect(body).toMatchObject({
    email: 'nia@example.com',
    emailVerified: true,
    timezone: 'Asia/Kolkata',
    isOperator: false,
  })
  const rows = await app.sql("SELECT log_id FROM audit_log WHERE actor_id = $1 AND action = 'auth.signed_up'", [
    body.id,
  ])
  expect(rows.map((row) => row.log_id).sort()).toEqual([body.teams[0].id, body.id].sort())
})

test('V70: in another browser the typed password does not count; the mailbox chooses one', async () => {
  const attacker = app.browser()
  await attacker.post('/auth/sign-ups', form('victim@example.com'))
  const token = (await app.mail('victim@example.com'))[0]?.token('/confirm-sign-up')
  const victim = app.browser()
  expect((await victim.post('/auth/sign-ups/confirmation', { token })).body).toMatchObject({ code: 'password_needed' })
  const chosen = 'quiet-lantern-meadow-9'
  expect((await victim.post('/auth/sign-ups/confirmation', { token, password: chosen })).status).toBe(200)
  const again = app.browser()
  expect((await again.post('/auth/sessions', { email: 'victim@example.com', password: goodPassword })).status).toBe(401)
  expect((await again.post('/auth/sessions', { email: 'victim@example.com', password: chosen })).status).toBe(200)
})

test('twenty parallel uses of one link make one person', async () => {
  const browser = app.browser()
  await browser.post('/auth/sign-ups', form('twenty@example.com'))
  const token = (await app.mail('twenty@example.com'))[0]?.token('/confirm-sign-up')
  const forks = Array.from({ length: 20 }, () => browser.fork())
  const answers = await Promise.all(forks.map((fork) => fork.post('/auth/sign-ups/confirmation', { token })))
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => answer.status === 410)).toHaveLength(19)
})

test('a link is dead after a day', async () => {
  const browser = app.browser()
  await browser.post('/auth/sign-ups', form('late@example.com'))
  const token = (await app.mail('late@example.com'))[0]?.token('/confirm-sign-up')
  app.clock.advance(hours(24))
  expect((await browser.post('/auth/sign-ups/confirmation', { token })).body).toMatchObject({ code: 'link_invalid' })
})
