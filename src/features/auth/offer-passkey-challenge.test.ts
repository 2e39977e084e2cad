import { beforeEach, expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'
import { twoWithPasskeys } from './passkeys.fixture.ts'

const app = await testApp()
const { dov, eve, dovs, eves } = await twoWithPasskeys(app)

beforeEach(() => app.sql('DELETE FROM rate_limits'))

const path = '/auth/challenge/passkey-options'
const offeredIn = async (browser: typeof dov.browser) => {
  const { body } = await browser.post(path)
  return body.options.allowCredentials.map(({ id }: { id: string }) => id)
}
const idsOf = ({ kept }: typeof dovs) => kept.map(({ id }) => id.toString('base64url'))

test('the passkeys are of whose password was right, also where somebody else is signed in, and of nobody more', async () => {
  const browser = await halfSignedIn(app, eve, dov.browser.fork())
  expect(await offeredIn(browser)).toEqual(idsOf(eves))
  await halfSignedIn(app, dov, browser)
  expect(await offeredIn(browser)).toEqual(idsOf(dovs))
  const cleo = await app.person('Cleo Member')
  await enableTwoFactor(app, cleo)
  expect(await offeredIn(await halfSignedIn(app, cleo))).toEqual([])
})

test('the answer tells no name and no address; asking is no try and is not audited', async () => {
  const browser = await halfSignedIn(app, dov)
  const audited = () => app.sql('SELECT id FROM audit_log WHERE log_id = $1', [dov.id])
  const before = await audited()
  const offers = await Promise.all(Array.from({ length: 20 }, () => browser.fork().post(path)))
  expect(new Set(offers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(new Set(offers.map(({ body }) => body.options.challenge)).size).toBe(20)
  for (const { text } of offers) for (const told of [dov.id, dov.email, dov.fullName]) expect(text).not.toContain(told)
  expect(await audited()).toEqual(before)
  const rows = await app.sql('SELECT attempts FROM sign_in_challenges WHERE user_id = $1 ORDER BY attempts DESC', [
    dov.id,
  ])
  expect(rows[0]).toEqual({ attempts: 0 })
  const { ceremonyId, options } = (await browser.post(path)).body
  const answer = { ceremonyId, response: dovs.get(options) }
  expect((await browser.post('/auth/challenge/passkey', answer)).status).toBe(200)
})

test('none is offered once the half-done sign-in is over: after five minutes, or when it was finished', async () => {
  const finished = await halfSignedIn(app, dov)
  const copy = finished.fork()
  const { ceremonyId, options } = (await finished.post(path)).body
  await finished.post('/auth/challenge/passkey', { ceremonyId, response: dovs.get(options) })
  const late = await halfSignedIn(app, dov)
  app.clock.advance(minutes(5))
  const ceremonies = () => app.sql('SELECT id FROM passkey_ceremonies')
  const before = await ceremonies()
  for (const browser of [copy, late, app.browser()]) {
    const { status, body } = await browser.post(path)
    expect([status, body.code]).toEqual([410, 'challenge_over'])
  }
  expect(await ceremonies()).toEqual(before)
})
