import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('sign-out kills the token and tells the browser to forget', async () => {
  const ida = await app.person('Ida Example')
  const copy = ida.browser.fork()
  const answer = await ida.browser.delete('/auth/sessions/current')
  expect(answer.status).toBe(204)
  expect(answer.headers.get('clear-site-data')).toContain('storage')
  expect((await copy.get('/account')).status).toBe(401)
})

test('two nodes: what one revokes the other refuses within 200 ms', async () => {
  const jan = await app.person('Jan Example')
  const other = await app.node()
  const there = other.browser(jan.browser)
  expect((await there.get('/account')).status).toBe(200)
  await jan.browser.delete('/auth/sessions/current')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await there.get('/account')).status).toBe(401)
})

test('it ends this session alone, is in the logs, and leaves the browser known', async () => {
  const [ada, eve] = [await app.person('Ada Lovelace'), await app.person('Eve Else')]
  const credentials = { email: ada.email, password: ada.password }
  const elsewhere = app.browser()
  await elsewhere.post('/auth/sessions', credentials)
  await ada.browser.delete('/auth/sessions/current')
  expect([...ada.browser.cookies.keys()]).toEqual(['aegis-device'])
  for (const browser of [elsewhere, eve.browser]) expect((await browser.get('/account')).status).toBe(200)
  const rows = await app.sql<{ log_id: string }>(
    "SELECT log_id FROM audit_log WHERE actor_id = $1 AND action = 'auth.signed_out'",
    [ada.id],
  )
  expect(rows.map((row) => row.log_id).sort()).toEqual([ada.id, ada.teamId].sort())
  const letters = (await app.mail(ada.email)).length
  expect((await ada.browser.post('/auth/sessions', credentials)).status).toBe(200)
  expect(await app.mail(ada.email)).toHaveLength(letters)
})

test('signing out twenty times at once, or without a session, is no fault of the server', async () => {
  const ada = await app.person('Ada Lovelace')
  const forks = Array.from({ length: 20 }, () => ada.browser.fork())
  const answers = await Promise.all(forks.map((fork) => fork.delete('/auth/sessions/current')))
  expect(answers.filter(({ status }) => status !== 204 && status !== 401)).toEqual([])
  for (const browser of [ada.browser, app.browser()]) {
    expect((await browser.delete('/auth/sessions/current')).status).toBe(401)
  }
  expect(await app.sql('SELECT 1 FROM sessions WHERE user_id = $1', [ada.id])).toEqual([])
  const rows = await app.sql("SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'auth.signed_out'", [ada.id])
  expect(rows).toHaveLength(1)
})
