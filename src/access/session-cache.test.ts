import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('V50, V51: on the node that revokes, not one request gets through after the answer', async () => {
  const ada = await app.person('Ada Lovelace')
  for (let round = 0; round < 30; round++) {
    const browser = app.browser()
    await browser.post('/auth/sessions', { email: ada.email, password: ada.password })
    expect((await browser.get('/account')).status).toBe(200)
    const copy = browser.fork()
    await browser.delete('/auth/sessions/current')
    expect((await copy.get('/account')).status).toBe(401)
  }
})

test('a session revoked behind the app’s back, by SQL, is refused as well', async () => {
  const ben = await app.person('Ben Admin')
  expect((await ben.browser.get('/account')).status).toBe(200)
  await app.sql('DELETE FROM sessions WHERE user_id = $1', [ben.id])
  await expect.poll(async () => (await ben.browser.get('/account')).status, { timeout: 1_000 }).toBe(401)
})

test('a node whose news channel is cut stops caching at once and starts again by itself', async () => {
  const cleo = await app.person('Cleo Member')
  await expect.poll(() => app.platform.changes.reliable).toBe(true)
  await app.sql(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT 1' AND usename = 'aegisrunner_app'",
  )
  await expect.poll(() => app.platform.changes.reliable).toBe(false)
  expect((await cleo.browser.get('/account')).status).toBe(200)
  await expect.poll(() => app.platform.changes.reliable, { timeout: 3_000 }).toBe(true)
})

test('V106: two hundred mixed requests at once, each answered with its own identity', async () => {
  const people = await Promise.all(['Dov Member', 'Eve Example', 'Finn Example'].map((name) => app.person(name)))
  const asked = Array.from({ length: 200 }, (_, i) => people[i % people.length])
  const answers = await Promise.all(asked.map((person) => person?.browser.get('/account')))
  expect(answers.map((answer) => answer?.body.id)).toEqual(asked.map((person) => person?.id))
})
