import { expect, test } from 'vitest'
import { days, minutes, seconds } from '#platform/clock.ts'
import { addAuthenticator, halfSignedIn, protectedPerson, type TwoFactors } from '#tests/authenticator-app.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()
const dov = () => protectedPerson(app)
const signIn = async (browser: Browser, { email, password }: Pick<Person, 'email' | 'password'>) =>
  (await browser.post('/auth/sessions', { email, password })).body.state
async function trusting(who: Person & TwoFactors, browser = app.browser()): Promise<Browser> {
  await halfSignedIn(app, who, browser)
  const { status } = await browser.post('/auth/challenge/code', { code: who.phone.code(), trustDevice: true })
  expect(status).toBe(200)
  app.clock.advance(seconds(30))
  return browser
}
const trusted = async ({ browser }: { browser: Browser }) =>
  (await browser.get('/account/two-factor')).body.trustedDevices

test('a trusted browser is not asked for 30 days; no other browser is spared, and the proof is none', async () => {
  const who = await dov()
  const browser = await trusting(who)
  await browser.delete('/auth/sessions/current')
  expect(await signIn(browser, who)).toBe('signed_in')
  expect((await browser.get('/auth/confirmation')).body.secondFactorUntil).toBeNull()
  const door = await browser.post('/account/two-factor/backup-codes')
  expect([door.status, door.body.needsSecondFactor]).toEqual([403, true])
  expect(await signIn(app.browser(), who)).toBe('second_factor')
  app.clock.advance(days(30) - minutes(1))
  expect(await signIn(browser, who)).toBe('signed_in')
  app.clock.advance(minutes(1))
  expect(await signIn(browser, who)).toBe('second_factor')
})

test('without the wish nothing is trusted; a backup code may trust as well', async () => {
  const who = await dov()
  const browser = await halfSignedIn(app, who)
  await browser.post('/auth/challenge/code', { code: who.phone.code() })
  expect(await signIn(browser, who)).toBe('second_factor')
  await browser.post('/auth/challenge/backup-code', { code: who.backupCodes[3], trustDevice: true })
  expect(await signIn(browser, who)).toBe('signed_in')
})

test('trusted browsers are listed with what they are, and end one by one or all at once', async () => {
  const who = await dov()
  const first = await trusting(who)
  const second = await trusting(who)
  const list = await trusted({ browser: second })
  expect(list).toHaveLength(2)
  expect(list[0]).toMatchObject({ device: 'Chrome on Linux', current: true })
  const eve = await app.person('Eve Example')
  expect((await eve.browser.delete(`/account/trusted-devices/${list[1].id}`)).status).toBe(404)
  expect((await second.delete(`/account/trusted-devices/${list[1].id}`)).status).toBe(204)
  expect((await second.delete(`/account/trusted-devices/${list[1].id}`)).status).toBe(404)
  expect([await signIn(first, who), await signIn(second, who)]).toEqual(['second_factor', 'signed_in'])
  expect((await second.delete('/account/trusted-devices')).body).toEqual({ ended: 1 })
  expect(await signIn(second, who)).toBe('second_factor')
})

test('a device cookie planted before is worth nothing once the browser is trusted', async () => {
  const who = await dov()
  const planted = 'P'.repeat(43)
  const browser = app.browser()
  browser.cookies.set('aegis-device', planted)
  await trusting(who, browser)
  expect(browser.cookies.get('aegis-device')).not.toBe(planted)
  const thief = app.browser()
  thief.cookies.set('aegis-device', planted)
  expect(await signIn(thief, who)).toBe('second_factor')
})

test('trust in a browser is one person’s own: another who signs in there is asked', async () => {
  const who = await dov()
  const eve = await dov()
  const browser = await trusting(who)
  expect(await signIn(browser, eve)).toBe('second_factor')
  expect(await trusted(eve)).toEqual([])
  await trusting(eve, browser)
  expect([await signIn(browser, who), await signIn(browser, eve)]).toEqual(['signed_in', 'signed_in'])
})

const next = 'quiet-lantern-orbit-77'
const acts: [string, (who: Person & TwoFactors) => Promise<unknown>][] = [
  ['a change of password', (who) => who.browser.put('/account/password', { current: who.password, next })],
  ['another authenticator app', (who) => addAuthenticator(app, who.browser)],
  ['new backup codes', (who) => who.browser.post('/account/two-factor/backup-codes')],
  [
    'a recovery',
    async (who) => {
      await app.browser().post('/auth/recoveries', { email: who.email })
      const token = (await app.mail(who.email)).at(-1)?.token('/recover')
      return app.browser().post('/auth/recoveries/completion', { token, password: next })
    },
  ],
]

test.each(acts)('trust ends with %s', async (name, act) => {
  const who = await dov()
  const browser = await trusting(who)
  await who.browser.post('/auth/confirmation', { code: who.phone.code() })
  await act(who)
  const password = /password|recovery/.test(name) ? next : who.password
  expect(await signIn(browser, { email: who.email, password })).toBe('second_factor')
})
