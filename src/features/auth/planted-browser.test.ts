import { beforeEach, expect, test } from 'vitest'
import { userById } from '#features/account/public.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { mailUnlockLink } from './unlock-sign-in.route.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits')))

const cookie = 'aegis-device'
const secretOf = (browser: Browser) => browser.cookies.get(cookie) ?? ''
const withSecret = (secret: string): Browser => {
  const browser = app.browser()
  browser.cookies.set(cookie, secret)
  return browser
}

const signIn = async (who: Pick<Person, 'email' | 'password'>, browser: Browser) =>
  (await browser.post('/auth/sessions', { email: who.email, password: who.password })).status

/** Opens the letter that lets a browser try again where strangers must wait. */
async function unlock(who: Person, browser: Browser): Promise<number> {
  const user = await userById(app.platform.db, who.id)
  if (!user) throw new Error(`${who.email} is gone`)
  await mailUnlockLink(app.platform, user, app.clock.now())
  const token = (await app.mail(who.email)).at(-1)?.token('/unlock')
  return (await browser.post('/auth/unlocks', { token })).status
}

const ways = [
  ['sign-in', signIn, 200],
  ['the unlock letter', unlock, 204],
] as const

test.each(ways)('a device cookie that is none of ours is replaced by %s', async (_way, enter, status) => {
  for (const planted of ['x', 'a'.repeat(44), '..%2F..', '']) {
    const ada = await app.person('Ada Lovelace')
    const victim = withSecret(planted)
    expect(await enter(ada, victim)).toBe(status)
    expect(secretOf(victim)).toMatch(/^[\w-]{43}$/)
  }
})

test.each(ways)(
  'who planted the cookie of their own browser is no known browser after %s',
  async (_way, enter, status) => {
    const [ada, eve] = [await app.person('Ada Lovelace'), await app.person('Eve Planter')]
    const victim = withSecret(secretOf(eve.browser))
    const letters = (await app.mail(ada.email)).length
    expect(await enter(ada, victim)).toBe(status)
    if (enter === signIn) expect(await app.mail(ada.email)).toHaveLength(letters + 1) // “a new sign-in”
    expect(secretOf(victim)).not.toBe(secretOf(eve.browser))
    const guesses = Array.from({ length: 10 }, () => signIn({ ...ada, password: 'wrong' }, eve.browser.fork()))
    await Promise.all(guesses)
    expect(await signIn(ada, eve.browser.fork())).toBe(429) // Eve's browser is a stranger like any other
    expect(await signIn(ada, victim)).toBe(200)
  },
)

test('a browser that is known keeps its secret, also when a second person becomes known in it', async () => {
  const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Shares')]
  const browser = ada.browser
  const first = secretOf(browser)
  expect(await signIn(ada, browser)).toBe(200)
  expect(secretOf(browser)).toBe(first)
  expect(await signIn(ben, browser)).toBe(200)
  const letters = (await app.mail(ada.email)).length
  expect(await signIn(ada, browser)).toBe(200)
  expect(await app.mail(ada.email)).toHaveLength(letters)
})
