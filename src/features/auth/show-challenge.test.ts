import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'
import { addPasskey, authenticatorFor } from '#tests/passkeys.ts'

const app = await testApp()

test('it tells what would finish the sign-in now, and never whose sign-in it is', async () => {
  const dov = await app.person('Dov Member')
  const { phone, backupCodes } = await enableTwoFactor(app, dov)
  const browser = await halfSignedIn(app, dov)
  const shown = await browser.get('/auth/challenge')
  expect(Object.keys(shown.body).sort()).toEqual(['expiresAt', 'factors'])
  for (const told of [dov.id, dov.email, dov.fullName, dov.teamId]) expect(shown.text).not.toContain(told)
  expect(shown.body.factors).toEqual(['code', 'backup_code'])
  await dov.browser.post('/auth/confirmation', { code: phone.code() })
  await addPasskey(dov.browser, authenticatorFor(app))
  expect((await browser.get('/auth/challenge')).body.factors).toEqual(['code', 'backup_code', 'passkey'])
  await app.sql('UPDATE backup_codes SET spent_at = $2 WHERE user_id = $1', [dov.id, app.clock.now()])
  expect((await browser.get('/auth/challenge')).body.factors).toEqual(['code', 'passkey'])
  expect((await browser.post('/auth/challenge/backup-code', { code: backupCodes[0] })).body.code).toBe('code_used')
})

test('looking is no try and puts nothing off', async () => {
  const dov = await app.person('Dov Member')
  const { phone } = await enableTwoFactor(app, dov)
  const browser = await halfSignedIn(app, dov)
  const { expiresAt } = (await browser.get('/auth/challenge')).body
  app.clock.advance(minutes(1))
  const looks = await Promise.all(Array.from({ length: 20 }, () => browser.fork().get('/auth/challenge')))
  expect(new Set(looks.map(({ body }) => body.expiresAt))).toEqual(new Set([expiresAt]))
  expect((await browser.post('/auth/challenge/code', { code: phone.code() })).status).toBe(200)
})

test('it is shown to its own browser only: not to a session of the same person, nor for a secret that was made up', async () => {
  const dov = await app.person('Dov Member')
  await enableTwoFactor(app, dov)
  const browser = await halfSignedIn(app, dov)
  const secret = browser.cookies.get('aegis-challenge') ?? ''
  const strangers = ['A'.repeat(43), `${secret}A`, secret.slice(1), ''].map((madeUp) => {
    const stranger = app.browser()
    stranger.cookies.set('aegis-challenge', madeUp)
    return stranger
  })
  for (const stranger of [dov.browser, app.browser(), ...strangers]) {
    const { status, body } = await stranger.get('/auth/challenge')
    expect([status, body.code]).toEqual([410, 'challenge_over'])
  }
  expect((await browser.get('/auth/challenge')).status).toBe(200)
})
