import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'

const app = await testApp()
const key = (value: string) => ({ headers: { 'idempotency-key': value } })

test('eight parallel repeats of one request make one change and get one answer', async () => {
  const ada = await app.person('Ada Lovelace')
  const ask = () => ada.browser.fork().post('/account/email-change', { newEmail: 'ada.two@example.com' }, key('k-1'))
  const answers = await Promise.all(Array.from({ length: 8 }, ask))
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(202)
  expect(await app.mail('ada.two@example.com')).toHaveLength(1)
  const rows = await app.sql(
    "SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'account.email_change_requested'",
    [ada.id],
  )
  expect(rows).toHaveLength(1)
})

test('another request under the same key, a malformed key and another person', async () => {
  const [ben, cleo] = [await app.person('Ben Admin'), await app.person('Cleo Member')]
  const ask = (who: typeof ben, newEmail: string, value: string) =>
    who.browser.post('/account/email-change', { newEmail }, key(value))
  expect((await ask(ben, 'ben.two@example.com', 'same')).status).toBe(202)
  expect((await ask(ben, 'ben.three@example.com', 'same')).body).toMatchObject({ code: 'idempotency_reused' })
  expect((await ask(cleo, 'cleo.two@example.com', 'same')).status).toBe(202)
  expect((await ask(cleo, 'cleo.two@example.com', 'x'.repeat(256))).body.errors[0].field).toBe('Idempotency-Key')
})

test('a refused request stores nothing, and an answer is forgotten after a day', async () => {
  const dov = await app.person('Dov Member')
  const ask = (newEmail: string) => dov.browser.post('/account/email-change', { newEmail }, key('again'))
  expect((await ask('no address')).status).toBe(400)
  expect((await ask('dov.two@example.com')).status).toBe(202)
  app.clock.advance(days(1.01))
  await dov.browser.post('/auth/confirmation', { password: dov.password })
  expect((await ask('dov.three@example.com')).status).toBe(202)
})

test('the stored answer is sealed', async () => {
  const rows = await app.sql<{ body: string }>('SELECT body FROM idempotency_keys')
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.map((row) => row.body).join('')).not.toContain('example.com')
})
