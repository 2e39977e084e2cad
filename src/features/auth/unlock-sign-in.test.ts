import { expect, test } from 'vitest'
import { userById } from '#features/account/public.ts'
import { days } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { mailUnlockLink } from './unlock-sign-in.route.ts'

const app = await testApp()

const unlock = (token: unknown, browser = app.browser()) => browser.post('/auth/unlocks', { token })
const signIn = ({ email, password }: Person, browser = app.browser()) =>
  browser.post('/auth/sessions', { email, password })
const rowsOf = ({ id }: Person) =>
  app.sql<{ log_id: string }>("SELECT log_id FROM audit_log WHERE actor_id = $1 AND action = 'auth.sign_in_unlocked'", [
    id,
  ])

/** The secret of the letter that a closed password brings, past the hundred failures that close it. */
async function unlockToken({ id, email }: Person): Promise<string> {
  const user = await userById(app.platform.db, id)
  if (!user) throw new Error(`${email} is gone`)
  await mailUnlockLink(app.platform, user, app.clock.now())
  return (await app.mail(email)).at(-1)?.token('/unlock') ?? ''
}

/** Wrong passwords of strangers, until strange browsers have to wait. */
async function shutToStrangers(who: Person): Promise<void> {
  for (let n = 0; n < 10; n += 1) await signIn({ ...who, password: 'wrong' })
  expect((await signIn(who)).status).toBe(429)
}

test('the letter lets the browser that opens it try again, though not in, and both logs say so', async () => {
  const ada = await app.person('Ada Lovelace')
  await shutToStrangers(ada)
  const browser = app.browser()
  expect((await unlock(await unlockToken(ada), browser)).status).toBe(204)
  expect([...browser.cookies.keys()]).toEqual(['aegis-device'])
  expect((await browser.get('/account')).status).toBe(401)
  expect((await rowsOf(ada)).map((row) => row.log_id).sort()).toEqual([ada.id, ada.teamId].sort())
  expect((await signIn(ada)).status).toBe(429)
  expect((await signIn(ada, browser)).body).toEqual({ state: 'signed_in' })
})

test('it opens the door of one person only, in the browser of whoever else was there before as well', async () => {
  await app.sql('DELETE FROM rate_limits')
  const [ada, eve] = [await app.person('Ada Lovelace'), await app.person('Eve Else')]
  await shutToStrangers(eve)
  const browser = app.browser()
  expect((await unlock(await unlockToken(ada), browser)).status).toBe(204)
  expect((await signIn(eve, browser)).status).toBe(429)
  expect((await unlock(await unlockToken(eve), browser)).status).toBe(204)
  expect((await signIn(eve, browser)).status).toBe(200)
  expect((await signIn(ada, browser)).status).toBe(200)
})

test('of twenty uses of one letter at once one counts, and one browser becomes known by it', async () => {
  const ada = await app.person('Ada Lovelace')
  const token = await unlockToken(ada)
  const browsers = Array.from({ length: 20 }, () => app.browser())
  const answers = await Promise.all(browsers.map((browser) => unlock(token, browser)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(410)])
  expect(browsers.filter(({ cookies }) => cookies.has('aegis-device'))).toHaveLength(1)
  expect(await app.sql('SELECT 1 FROM known_devices WHERE user_id = $1', [ada.id])).toHaveLength(2)
  expect(await rowsOf(ada)).toHaveLength(2)
})

test('a letter is of use for seven days; what is none, or is over, makes no browser known', async () => {
  const [ada, browser] = [await app.person('Ada Lovelace'), app.browser()]
  const [early, late] = [await unlockToken(ada), await unlockToken(ada)]
  await app.sql('DELETE FROM rate_limits')
  for (const none of ['', `${late}x`, 7, null, [late]]) expect((await unlock(none, browser)).status).toBe(400)
  expect((await unlock('A'.repeat(43), browser)).body.code).toBe('link_invalid')
  app.clock.advance(days(7) - 1)
  expect((await unlock(early)).status).toBe(204)
  app.clock.advance(1)
  expect((await unlock(late, browser)).body.code).toBe('link_invalid')
  expect(browser.cookies.size).toBe(0)
  expect(await rowsOf(ada)).toHaveLength(2)
})
