import { beforeEach, expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { addPasskey, assertion, authenticatorFor } from '#tests/passkeys.ts'
import { twoWithPasskeys } from './passkeys.fixture.ts'

const app = await testApp()
const { dov, eve, dovs, eves } = await twoWithPasskeys(app)

beforeEach(() => app.sql('DELETE FROM rate_limits'))

const idsOf = ({ kept }: typeof dovs) => kept.map(({ id }) => id.toString('base64url'))
const offeredTo = async ({ browser }: typeof dov) => {
  const { body } = await browser.post('/auth/confirmation/passkey-options')
  return body.options.allowCredentials.map(({ id }: { id: string }) => id)
}

test('each is offered the passkeys of their own account, as they are now', async () => {
  const ada = await app.person('Ada Lovelace')
  expect(await offeredTo(ada)).toEqual([])
  const adas = authenticatorFor(app)
  const first = await addPasskey(ada.browser, adas)
  await addPasskey(ada.browser, adas)
  expect((await offeredTo(ada)).sort()).toEqual(idsOf(adas).sort())
  expect((await ada.browser.delete(`/account/passkeys/${first.id}`)).status).toBe(204)
  expect(await offeredTo(ada)).toEqual(idsOf(adas).slice(1))
  expect(await offeredTo(dov)).toEqual(idsOf(dovs))
  expect(await offeredTo(eve)).toEqual(idsOf(eves))
})

test('asking proves nothing and is not audited', async () => {
  app.clock.advance(minutes(11))
  const audited = () => app.sql('SELECT id FROM audit_log WHERE log_id = $1', [dov.id])
  const before = await audited()
  const { body } = await dov.browser.post('/auth/confirmation/passkey-options')
  expect((await dov.browser.get('/auth/confirmation')).body.confirmedUntil).toBeNull()
  expect((await dov.browser.post('/account/passkeys/registration-options')).body.code).toBe('confirmation_required')
  expect(await audited()).toEqual(before)
  const rows = await app.sql('SELECT purpose, user_id FROM passkey_ceremonies WHERE id = $1', [body.ceremonyId])
  expect(rows).toEqual([{ purpose: 'step-up', user_id: dov.id }])
})

test('the offer is of one person in one browser: nobody who is signed in there next, and no other browser, has use of it', async () => {
  const browser = dov.browser.fork()
  const [first, second] = [await assertion(browser, 'step-up', dovs), await assertion(browser, 'step-up', dovs)]
  const [session, another] = [browser.cookies.get('aegis') ?? '', eve.browser.cookies.get('aegis') ?? '']
  browser.cookies.set('aegis', another)
  expect((await browser.post('/auth/confirmation/passkey', first)).body.code).toBe('ceremony_over')
  const strange = app.browser()
  strange.cookies.set('aegis', session)
  expect((await strange.post('/auth/confirmation/passkey', second)).body.code).toBe('ceremony_over')
  browser.cookies.set('aegis', session)
  expect((await browser.post('/auth/confirmation/passkey', second)).status).toBe(200)
})
