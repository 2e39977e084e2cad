import { expect, test } from 'vitest'
import { handOver } from '#features/account/public.ts'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { enableTwoFactor, halfSignedIn } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'
import { endSessionsOf, endSessionsOfAll, startRecovery } from './public.ts'

const app = await testApp()
const rowsOf = (who: { id: string }, action: string) =>
  app.sql<{ actor_kind: string; details: object }>(
    'SELECT actor_kind, details FROM audit_log WHERE log_id = $1 AND action = $2',
    [who.id, action],
  )

test('V53, ASVS 7.4.5: the operator ends the sessions of one person, on every node; audited, mailed, keys stay', async () => {
  const [ada, ben] = [await app.person('Ada Ended'), await app.person('Ben Beside')]
  const key = await makeKey(ada)
  await enableTwoFactor(app, ada)
  const half = await halfSignedIn(app, ada)
  const node = await app.node()
  const elsewhere = node.browser(ada.browser)
  expect((await elsewhere.get('/account')).status).toBe(200)
  expect(await endSessionsOf(app.platform, ada.email.toUpperCase(), app.clock.now())).toBe(1)
  for (const browser of [ada.browser, elsewhere]) expect((await browser.get('/account')).status).toBe(401)
  expect((await half.get('/auth/challenge')).status).not.toBe(200)
  expect((await ben.browser.get('/account')).status).toBe(200)
  expect((await program(app, key.secret).get('/key')).status).toBe(200)
  expect((await app.mail(ada.email)).at(-1)?.subject).toBe('The operator signed you out everywhere')
  expect(await rowsOf(ada, 'auth.sessions_ended_by_operator')).toEqual([
    { actor_kind: 'operator', details: { by: 'command line', sessionsEnded: 1 } },
  ])
  expect(await endSessionsOf(app.platform, 'nobody@example.com', app.clock.now())).toBeNull()
})

test('ASVS 7.4.5: the operator ends the sessions of everybody', async () => {
  const people = [await app.person('Eve Everybody'), await app.person('Ed Everybody')]
  const { people: found, sessions } = await endSessionsOfAll(app.platform, app.clock.now())
  expect(found).toBeGreaterThanOrEqual(2)
  expect(sessions).toBeGreaterThanOrEqual(2)
  for (const { browser } of people) expect((await browser.get('/account')).status).toBe(401)
})

test('ASVS 6.4.6: with a mail server the operator starts a reset without ever seeing its link', async () => {
  const ada = await app.person('Rhea Reset')
  expect(await startRecovery(app.platform, ada.email, app.clock.now())).toEqual({ state: 'mailed' })
  const token = (await app.mail(ada.email)).at(-1)?.token('/recover')
  const answer = await app.browser().post('/auth/recoveries/completion', { token, password: 'copper-willow-station-7' })
  expect(answer.status).toBe(200)
  expect(await rowsOf(ada, 'auth.recovery_link_issued')).toMatchObject([{ actor_kind: 'operator' }])
})

test('the installation is handed over: one operator before and after, in both people’s logs', async () => {
  const heir = await app.person('Hanna Heir')
  expect(await handOver(app.platform, 'nobody@example.com', app.clock.now())).toBe(false)
  expect(await handOver(app.platform, heir.email, app.clock.now())).toBe(true)
  expect(await app.sql('SELECT id FROM users WHERE is_operator')).toEqual([{ id: heir.id }])
  for (const who of [heir, app.operator]) expect(await rowsOf(who, 'account.operator_handed_over')).toHaveLength(1)
  expect((await heir.browser.get('/operate/health')).status).toBe(200)
})
