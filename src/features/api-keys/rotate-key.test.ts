import { expect, test } from 'vitest'
import { days, hours } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { atOnce, withoutLog } from './at-once.fixture.ts'
import { audited, confirm, flush, keysOfTeam, makeKey, program } from './key.fixture.ts'
import { warmKeys } from './warm-key.fixture.ts'

const app = await testApp({ TRUST_PROXY: '1' })
const other = await app.node()
const warmKey = warmKeys(app, other)

test('a rotation lets both secrets work for the chosen hours, and shows who still uses the old one', async () => {
  const ada = await app.person('Ada Rotator')
  const { id, secret } = await makeKey(ada, { expiresInDays: 30 })
  const path = `/teams/${ada.teamId}/keys/${id}`
  await program(app, secret).get('/key')
  app.clock.advance(days(2))
  await confirm(ada)
  const rotated = await ada.browser.post(`${path}/rotation`, { overlapHours: 24 })
  expect(rotated.status).toBe(200)
  expect(rotated.body.key).toMatchObject({
    state: 'rotating',
    display: `aegis_live_…${rotated.body.secret.slice(-4)}`,
    expiresAt: new Date(app.clock.now().getTime() + days(30)).toISOString(),
    rotation: {
      oldDisplay: `aegis_live_…${secret.slice(-4)}`,
      oldUsedUntil: new Date(app.clock.now().getTime() + hours(24)).toISOString(),
      oldCallers: [],
    },
  })
  app.clock.advance(hours(1))
  const old = await program(app, secret, 'Jenkins/2.4 (linux)').get('/key', {
    headers: { 'x-forwarded-for': '203.0.113.9' },
  })
  expect(old.headers.get('x-aegisrunner-key-expires')).toBe(rotated.body.key.rotation.oldUsedUntil)
  const fresh = await program(other, rotated.body.secret).get('/key')
  expect([old.status, fresh.status, fresh.headers.get('x-aegisrunner-key-expires')]).toEqual([200, 200, null])
  await Promise.all([flush(app), flush(other)])
  const [listed] = (await ada.browser.get(`/teams/${ada.teamId}/keys`)).body.items
  expect(listed.rotation.oldCallers).toEqual([
    { ip: '203.0.113.9', client: 'Jenkins/2.4', at: app.clock.now().toISOString() },
  ])
  app.clock.advance(hours(23))
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  expect((await program(app, rotated.body.secret).get('/key')).status).toBe(200)
  expect((await ada.browser.get(`/teams/${ada.teamId}/keys`)).body.items[0]).toMatchObject({
    state: 'active',
    rotation: null,
  })
})

test('rotating again, or without overlap, ends the secret before at once, on both nodes; of several at once one secret lives', async () => {
  const ada = await app.person('Ada Twice')
  const first = await warmKey(ada)
  const rotate = (overlapHours: number) =>
    ada.browser.post(`/teams/${ada.teamId}/keys/${first.id}/rotation`, { overlapHours })
  const second = (await rotate(24)).body.secret
  expect(await first.told()).toEqual(['ok', 'ok'])
  const third = (await rotate(24)).body.secret
  expect(await first.told()).toEqual(['key_unknown', 'key_unknown'])
  expect((await program(app, second).get('/key')).status).toBe(200)
  expect((await rotate(0)).status).toBe(200)
  for (const secret of [second, third]) expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([rotate(0), rotate(0), rotate(0)])
    for (const { status } of answers) expect([200, 412]).toContain(status)
    const given = answers.filter(({ status }) => status === 200)
    const tried = await Promise.all(given.map(({ body }) => program(app, body.secret).get('/key')))
    expect(tried.filter(({ status }) => status === 200)).toHaveLength(1)
  }
})

test('nobody but its owner gets a new secret of a personal key, and who tries is in the log; no key of another team is found', async () => {
  const { ada, cleo, zoe, hers, service, at } = await keysOfTeam(app)
  await confirm(cleo)
  expect((await ada.browser.post(`${at(hers.id)}/rotation`, { overlapHours: 1 })).body.code).toBe('not_your_key')
  expect((await cleo.browser.post(`${at(service.id)}/rotation`, { overlapHours: 1 })).status).toBe(404)
  for (const id of [hers.id, service.id])
    for (const path of [at(id), `/teams/${zoe.teamId}/keys/${id}`])
      expect((await zoe.browser.post(`${path}/rotation`, { overlapHours: 1 })).status).toBe(404)
  for (const { secret } of [hers, service]) expect((await program(app, secret).get('/key')).status).toBe(200)
  const refused = await app.sql(
    "SELECT actor_id, details ->> 'refused' AS code FROM audit_log WHERE log_id = $1 AND action = 'key.rotated'",
    [ada.teamId],
  )
  expect(refused).toEqual([{ actor_id: ada.id, code: 'not_your_key' }])
})

test('the rules of the team hold for a rotation: who makes keys, and how long one lives', async () => {
  const ada = await app.person('Ada Rules')
  const cleo = await app.person('Cleo Ruled')
  await app.join(cleo, ada.teamId, 'member')
  const hers = await makeKey(cleo, { teamId: ada.teamId, scopes: ['team:read'] })
  const keys = [await makeKey(ada, { expiresInDays: null }), await makeKey(ada, { expiresInDays: 7 })]
  await app.sql("UPDATE teams SET key_makers = 'managers', key_lifetime_days = 30 WHERE id = $1", [ada.teamId])
  const rotate = (who: typeof ada, id?: string) =>
    who.browser.post(`/teams/${ada.teamId}/keys/${id}/rotation`, { overlapHours: 0 })
  const refused = await rotate(cleo, hers.id)
  expect([refused.status, refused.body.code]).toEqual([403, 'keys_by_managers'])
  expect((await program(app, hers.secret).get('/key')).status).toBe(200)
  const ends = []
  for (const { id } of keys) ends.push((await rotate(ada, id)).body.key.expiresAt)
  expect(ends).toEqual([30, 7].map((n) => new Date(app.clock.now().getTime() + days(n)).toISOString()))
})

test('of two people who rotate a team’s key at once one gets a secret, there is one row, and the secret before lives on', async () => {
  const [ada, ben] = [await app.person('Ada Both'), await app.person('Ben Both')]
  await app.join(ben, ada.teamId, 'admin')
  const { id, secret } = await makeKey(ada, { kind: 'service' })
  await confirm(ben)
  const rotate = (who: typeof ada) => () =>
    who.browser.post(`/teams/${ada.teamId}/keys/${id}/rotation`, { overlapHours: 1 })
  const [first, second] = await atOnce(app, id, [rotate(ada), rotate(ben)])
  expect([first?.status, second?.status, second?.body.code]).toEqual([200, 412, 'changed_meanwhile'])
  expect(second?.body.secret).toBeUndefined()
  for (const text of [secret, first?.body.secret]) expect((await program(app, text).get('/key')).status).toBe(200)
  const rows = (await audited(app, ada.teamId, id)).filter(({ action }) => action === 'key.rotated')
  expect(rows).toHaveLength(1)
})

test('a key that is revoked while it is rotated gets no secret', async () => {
  const [ada, ben] = [await app.person('Ada Both'), await app.person('Ben Both')]
  await app.join(ben, ada.teamId, 'admin')
  const { id, secret } = await makeKey(ada)
  const path = `/teams/${ada.teamId}/keys/${id}`
  const [revoked, rotated] = await atOnce(app, id, [
    () => ben.browser.delete(path),
    () => ada.browser.post(`${path}/rotation`, { overlapHours: 24 }),
  ])
  expect([revoked?.status, rotated?.status, rotated?.body.code]).toEqual([204, 404, 'not_found'])
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  expect((await audited(app, ada.teamId, id)).map(({ action }) => action)).toEqual(['key.created', 'key.revoked'])
})

test('a rotation that cannot be written down is none: the secret before is the only one, and rotates later', async () => {
  const ada = await app.person('Ada Torn')
  const { id, secret } = await makeKey(ada)
  const rotate = () => ada.browser.post(`/teams/${ada.teamId}/keys/${id}/rotation`, { overlapHours: 0 })
  expect((await withoutLog(app, id, rotate)).status).toBe(500)
  expect((await program(app, secret).get('/key')).status).toBe(200)
  const { key, secret: fresh } = (await rotate()).body
  expect([key.version, (await program(app, fresh).get('/key')).status]).toEqual([2, 200])
})
