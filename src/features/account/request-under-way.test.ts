import { expect, test, vi } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { AuthenticatorApp } from '#tests/authenticator-app.ts'
import type { Answer, Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { authenticatorFor, registration } from '#tests/passkeys.ts'
import { lockPerson } from './queries.ts'

vi.setConfig({ testTimeout: minutes(1) })
const app = await testApp()
const better = 'quiet-lantern-orbit-77'

/** What somebody in a stolen session may have under way: each request, ready to be sent, after whatever goes before it. */
const acts: Record<string, (thief: Browser, ada: Person) => Promise<() => Promise<Answer>>> = {
  'a new password':
    async (thief, { password }) =>
    () =>
      thief.put('/account/password', { current: password, next: better }),
  'a passkey': async (thief) => {
    const answer = await registration(thief, authenticatorFor(app))
    return () => thief.post('/account/passkeys', answer)
  },
  'a key':
    async (thief, { teamId }) =>
    () =>
      thief.post(`/teams/${teamId}/keys`, { name: 'Mine', kind: 'personal', scopes: ['runs:read'] }),
  'an authenticator': async (thief) => {
    const { body } = await thief.post('/account/two-factor/enrolments', {})
    const code = new AuthenticatorApp(body.secret, app.clock).code()
    return () => thief.post(`/account/two-factor/enrolments/${body.id}/confirmation`, { code })
  },
  'the end of every other session': async (thief) => () => thief.delete('/account/sessions'),
  'the end of every session': async (thief) => () => thief.delete('/account/sessions/everywhere'),
  'the deletion of the account':
    async (thief, { password }) =>
    () =>
      thief.post('/account/deletion', { password, confirm: 'DELETE', when: 'now' }),
  'a second address for notices': async (thief) => () =>
    thief.put('/account/notification-email', { email: 'thief@example.com' }),
}

const waiting = async (): Promise<number> => {
  const [row] = await app.sql<{ n: number }>(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  )
  return row?.n ?? 0
}

/** Everything that lets somebody in, or ends what lets others in. */
const held = async ({ id, teamId }: Person) =>
  app.sql(
    `SELECT (SELECT hash FROM passwords WHERE user_id = $1) AS password,
       (SELECT count(*)::int FROM sessions WHERE user_id = $1) AS sessions,
       (SELECT count(*)::int FROM passkeys WHERE user_id = $1) AS passkeys,
       (SELECT count(*)::int FROM authenticators WHERE user_id = $1 AND confirmed_at IS NOT NULL) AS authenticators,
       (SELECT count(*)::int FROM api_keys WHERE team_id = $2) AS keys,
       (SELECT count(*)::int FROM account_deletions WHERE user_id = $1) AS deletions`,
    [id, teamId],
  )

test.each(Object.entries(acts))(
  'V57: %s that was under way in a stolen session comes to nothing once the account is secured',
  async (_what, prepare) => {
    const ada = await app.person('Ada Lovelace')
    await makeKey(ada)
    const thief = app.browser()
    await thief.post('/auth/sessions', { email: ada.email, password: ada.password })
    const act = await prepare(thief, ada)
    // Both wait for the person's row, the owner's first.
    const answers = await app.platform.db.transaction(async (tx) => {
      await lockPerson(tx, ada.id)
      const secured = ada.browser.post('/account/lockdown')
      await expect.poll(waiting).toBe(1)
      const late = act()
      await expect.poll(waiting).toBe(2)
      return { secured, late }
    })
    expect((await answers.secured).status).toBe(200)
    const late = await answers.late
    expect([late.status, late.body.code]).toEqual([401, 'signed_out'])
    expect(await held(ada)).toEqual([
      { password: expect.any(String), sessions: 1, passkeys: 0, authenticators: 0, keys: 0, deletions: 0 },
    ])
    expect((await ada.browser.get('/account')).status).toBe(200)
    expect((await app.browser().post('/auth/sessions', { email: ada.email, password: better })).status).toBe(401)
  },
)

test('a write that takes no lock of its own is held to it too, and one that came first stays', async () => {
  const ada = await app.person('Ada Lovelace')
  const thief = app.browser()
  await thief.post('/auth/sessions', { email: ada.email, password: ada.password })
  const { body: account } = await thief.get('/account')
  let rename: Promise<Answer> | undefined
  await app.platform.db.transaction(async (tx) => {
    await tx.query
      .deleteFrom('sessions')
      .where('user_id', '=', ada.id)
      .where('id', '!=', await ownSession(ada))
      .execute()
    rename = thief.patch('/account', { fullName: 'Eve' }, { ifMatch: account.version })
    await expect.poll(waiting).toBe(1)
  })
  expect((await rename)?.status).toBe(401)
  expect((await ada.browser.get('/account')).body.fullName).toBe('Ada Lovelace')
})

async function ownSession({ browser }: Person): Promise<string> {
  const { body } = await browser.get('/account/sessions')
  return body.items.find(({ current }: { current: boolean }) => current).id
}
