import { expect, test } from 'vitest'
import { newKeyText } from '#access/key-format.ts'
import { minutes } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { testApp } from '#tests/harness.ts'
import { atOnce, withoutLog } from './at-once.fixture.ts'
import { audited, confirm, makeKey, program } from './key.fixture.ts'

const app = await testApp()
const report = (...keys: string[]) => app.browser().send('POST', '/leaked-keys', { keys }, { noOrigin: true })

test('a key that is shown is dead at once, its owner is told, and the log says so', async () => {
  const ada = await app.person('Ada Lovelace')
  const { id, secret } = await makeKey(ada, { name: 'Deploy of the shop' })
  expect((await program(app, secret).get('/key')).status).toBe(200)
  const answer = await report(` ${secret}\n`)
  expect([answer.status, answer.body]).toEqual([202, { wellFormed: 1 }])
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  const letter = (await app.mail(ada.email)).at(-1)
  expect(letter?.subject).toBe('An API key was found in the open and revoked')
  expect(letter?.text).toContain('Deploy of the shop')
  expect(letter?.text).not.toContain(secret)
  for (const log of [ada.teamId, ada.id]) {
    expect((await audited(app, log, id)).at(-1)).toMatchObject({
      action: 'key.revoked_as_leaked',
      actor_kind: 'nobody',
    })
  }
  await report(secret)
  expect((await app.mail(ada.email)).filter(({ subject }) => subject === letter?.subject)).toHaveLength(1)
})

test('the answer tells nothing: known, unknown, wrong secret and nonsense are answered alike', async () => {
  const ada = await app.person('Ada Quiet')
  const { id, secret } = await makeKey(ada)
  const guessed = newKeyText(id) // the right id and a right checksum, but not its secret
  const answers = [await report(guessed), await report(newKeyText(newId('key'))), await report(secret)]
  for (const { status, body } of answers) expect([status, body]).toEqual([202, { wellFormed: 1 }])
  expect((await report(`${secret}x`, 'password123', '')).body).toEqual({ wellFormed: 0 })
  const survivor = await makeKey(ada)
  await report(newKeyText(survivor.id))
  expect((await program(app, survivor.secret).get('/key')).status).toBe(200)
})

test('V135: several ended by one request leave a row each, in the person’s log and in the team’s', async () => {
  const ada = await app.person('Ada Several')
  const keys = [await makeKey(ada), await makeKey(ada), await makeKey(ada)]
  await report(...keys.map(({ secret }) => secret))
  for (const log of [ada.teamId, ada.id])
    for (const { id } of keys)
      expect((await audited(app, log, id)).filter(({ action }) => action === 'key.revoked_as_leaked')).toHaveLength(1)
})

test('a hundred at once, once each; the secret before a rotation counts too; a team’s key tells its owners and admins', async () => {
  const ada = await app.person('Ada Team')
  const ben = await app.person('Ben Admin')
  const cleo = await app.person('Cleo Member')
  await app.join(ben, ada.teamId, 'admin')
  await app.join(cleo, ada.teamId, 'member')
  const { id, secret } = await makeKey(ada, { kind: 'service' })
  await confirm(ada)
  const { body } = await ada.browser.post(`/teams/${ada.teamId}/keys/${id}/rotation`, { overlapHours: 1 })
  expect((await report(...Array(100).fill(secret))).body).toEqual({ wellFormed: 1 })
  expect((await program(app, body.secret).get('/key')).body.code).toBe('key_unknown')
  const told = async (email: string) =>
    (await app.mail(email)).filter(({ subject }) => subject.includes('found in the open'))
  expect([await told(ada.email), await told(ben.email), await told(cleo.email)].map(({ length }) => length)).toEqual([
    1, 1, 0,
  ])
  expect((await report(...Array(101).fill(secret))).status).toBe(400)
})

test('of parallel reports one revokes; no Origin is needed, but a foreign one or a cookie without one is refused', async () => {
  const ada = await app.person('Ada Parallel')
  const { id, secret } = await makeKey(ada)
  await Promise.all(Array.from({ length: 10 }, () => report(secret)))
  const rows = (await audited(app, ada.teamId, id)).filter(({ action }) => action === 'key.revoked_as_leaked')
  expect(rows).toHaveLength(1)
  app.clock.advance(minutes(15))
  const foreign = { headers: { origin: 'https://evil.example' }, noOrigin: true }
  expect((await app.browser().send('POST', '/leaked-keys', { keys: [secret] }, foreign)).status).toBe(403)
  expect((await ada.browser.send('POST', '/leaked-keys', { keys: [secret] }, { noOrigin: true })).status).toBe(403)
})

test('a key that is reported and revoked at once ends once: one row, and a letter only if the report came first', async () => {
  for (const first of ['report', 'revocation'] as const) {
    const ada = await app.person(`Ada ${first}`)
    const { id, secret } = await makeKey(ada)
    const acts = [() => report(secret), () => ada.browser.delete(`/teams/${ada.teamId}/keys/${id}`)]
    const answers = await atOnce(app, id, first === 'report' ? acts : acts.toReversed())
    expect(answers.map(({ status }) => status)).toEqual(first === 'report' ? [202, 404] : [204, 202])
    const action = first === 'report' ? 'key.revoked_as_leaked' : 'key.revoked'
    expect((await audited(app, ada.teamId, id)).map((row) => row.action)).toEqual(['key.created', action])
    const letters = (await app.mail(ada.email)).filter(({ subject }) => subject.includes('found in the open'))
    expect(letters).toHaveLength(first === 'report' ? 1 : 0)
  }
})

test('a secret that is reported while it is rotated ends its key while it is accepted on, and no other', async () => {
  for (const [overlapHours, code] of [
    [1, 'key_unknown'],
    [0, undefined],
  ] as const) {
    const ada = await app.person('Ada Rotated')
    const { id, secret } = await makeKey(ada)
    const rotate = () => ada.browser.post(`/teams/${ada.teamId}/keys/${id}/rotation`, { overlapHours })
    const [rotated] = await atOnce(app, id, [rotate, () => report(secret)])
    expect(rotated?.status).toBe(200)
    expect((await program(app, rotated?.body.secret).get('/key')).body.code, `${overlapHours} h`).toBe(code)
    expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  }
})

test('a report that cannot be written down ends nothing and tells nobody; the next one does both', async () => {
  const ada = await app.person('Ada Torn')
  const { id, secret } = await makeKey(ada)
  const told = async () =>
    (await app.mail(ada.email)).filter(({ subject }) => subject.includes('found in the open')).length
  expect((await withoutLog(app, id, () => report(secret))).status).toBe(500)
  expect([(await program(app, secret).get('/key')).status, await told()]).toEqual([200, 0])
  expect((await report(secret)).status).toBe(202)
  expect([(await program(app, secret).get('/key')).body.code, await told()]).toEqual(['key_unknown', 1])
})
