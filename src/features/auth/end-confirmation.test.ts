import { expect, test } from 'vitest'
import { enableTwoFactor } from '#tests/authenticator-app.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

const end = ({ browser }: Pick<Person, 'browser'>) => browser.delete('/auth/confirmation')
const proofOf = async ({ browser }: Pick<Person, 'browser'>) => (await browser.get('/auth/confirmation')).body
const rowsOf = ({ id }: Person) =>
  app.sql<{ log_id: string; actor_id: string }>(
    "SELECT log_id, actor_id FROM audit_log WHERE actor_id = $1 AND action = 'auth.confirmation_ended'",
    [id],
  )

test('both proofs end at once while the session goes on, and the log of the person and of the team say so', async () => {
  const dov = await app.person('Dov Member')
  const { phone } = await enableTwoFactor(app, dov)
  await dov.browser.post('/auth/confirmation', { code: phone.code() })
  expect(await proofOf(dov)).toMatchObject({
    confirmedUntil: expect.any(String),
    secondFactorUntil: expect.any(String),
  })
  expect((await end(dov)).status).toBe(204)
  expect(await proofOf(dov)).toMatchObject({ confirmedUntil: null, secondFactorUntil: null })
  const door = await dov.browser.post('/account/two-factor/backup-codes')
  expect([door.status, door.body.code]).toEqual([403, 'confirmation_required'])
  expect((await dov.browser.get('/account')).body.id).toBe(dov.id)
  expect((await rowsOf(dov)).map((row) => row.log_id).sort()).toEqual([dov.id, dov.teamId].sort())
})

test('another session of the same person, and other people, keep their proof', async () => {
  const [ada, eve] = [await app.person('Ada Lovelace'), await app.person('Eve Else')]
  const elsewhere = app.browser()
  await elsewhere.post('/auth/sessions', { email: ada.email, password: ada.password })
  await end(ada)
  expect((await proofOf(ada)).confirmedUntil).toBeNull()
  for (const browser of [elsewhere, eve.browser]) expect((await proofOf({ browser })).confirmedUntil).not.toBeNull()
})

test('who is not signed in ends nothing; twenty at once, and where nothing is proven any more, do no harm', async () => {
  const ada = await app.person('Ada Lovelace')
  expect((await end({ browser: app.browser() })).status).toBe(401)
  expect(await rowsOf(ada)).toEqual([])
  const answers = await Promise.all(Array.from({ length: 20 }, () => end({ browser: ada.browser.fork() })))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
  expect((await proofOf(ada)).confirmedUntil).toBeNull()
  expect((await ada.browser.post('/auth/confirmation', { password: ada.password })).status).toBe(200)
  expect((await proofOf(ada)).confirmedUntil).not.toBeNull()
})
