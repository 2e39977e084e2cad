import { expect, test } from 'vitest'
import { days, hours } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { audited, confirm, flush, makeKey, program } from './key.fixture.ts'

const app = await testApp({ TRUST_PROXY: '1' })
const other = await app.node()

/** A key known to both nodes by use. */
async function warmKey(person: Awaited<ReturnType<typeof app.person>>, more: Parameters<typeof makeKey>[1] = {}) {
  const made = await makeKey(person, more)
  const [here, there] = [program(app, made.secret), program(other, made.secret)]
  expect((await here.get('/key')).status).toBe(200)
  expect((await there.get('/key')).status).toBe(200)
  const told = async () => {
    const first = await here.get('/key')
    await new Promise((resolve) => setTimeout(resolve, 200)) // what is promised for other nodes
    return [first, await there.get('/key')].map(({ status, body }) => (status === 200 ? 'ok' : body.code))
  }
  return { ...made, told }
}

test('V59, V60, V61, V57: revoked, left, team gone, account gone: refused at once here and within 200 ms elsewhere', async () => {
  const ada = await app.person('Ada Lovelace')
  const revoked = await warmKey(ada)
  expect((await ada.browser.delete(`/teams/${ada.teamId}/keys/${revoked.id}`)).status).toBe(204)
  expect(await revoked.told()).toEqual(['key_unknown', 'key_unknown'])
  expect((await ada.browser.delete(`/teams/${ada.teamId}/keys/${revoked.id}`)).status).toBe(404)

  const ben = await app.person('Ben Leaver')
  await app.join(ben, ada.teamId, 'admin')
  const personal = await warmKey(ben, { teamId: ada.teamId })
  const service = await warmKey(ben, { teamId: ada.teamId, kind: 'service' })
  await app.sql('DELETE FROM memberships WHERE team_id = $1 AND user_id = $2', [ada.teamId, ben.id])
  expect(await personal.told()).toEqual(['key_unknown', 'key_unknown'])
  expect(await service.told()).toEqual(['ok', 'ok'])
  await app.join(ben, ada.teamId, 'admin')
  expect(await personal.told()).toEqual(['key_unknown', 'key_unknown'])

  const cleo = await app.person('Cleo Gone')
  await app.join(cleo, ada.teamId, 'admin')
  const [hers, teams] = [
    await warmKey(cleo, { teamId: ada.teamId }),
    await warmKey(cleo, { teamId: ada.teamId, kind: 'service' }),
  ]
  await app.sql('DELETE FROM users WHERE id = $1', [cleo.id])
  expect(await hers.told()).toEqual(['key_unknown', 'key_unknown'])
  expect(await teams.told()).toEqual(['ok', 'ok'])

  await app.sql('DELETE FROM teams WHERE id = $1', [ada.teamId])
  expect(await service.told()).toEqual(['key_unknown', 'key_unknown'])
})

test('V99: pausing in the middle of a storm of uses stays, and revoking stays', async () => {
  const ada = await app.person('Ada Storm')
  const made = await makeKey(ada)
  const storm = async () => {
    const both = [program(app, made.secret), program(other, made.secret)]
    const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => both[i % 2]?.get('/key')))
    return answers.map((answer) => answer?.body.code ?? answer?.status)
  }
  const path = `/teams/${ada.teamId}/keys/${made.id}`
  await Promise.all([storm(), ada.browser.patch(path, { paused: true }, { ifMatch: 1 }), flush(app), flush(other)])
  await Promise.all([flush(app), flush(other)])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(new Set(await storm())).toEqual(new Set(['key_paused']))
  expect(
    await app.sql('SELECT paused_at IS NOT NULL AS paused, version FROM api_keys WHERE id = $1', [made.id]),
  ).toEqual([{ paused: true, version: 2 }])
  await ada.browser.patch(path, { paused: false }, { ifMatch: 2 })
  await Promise.all([storm(), ada.browser.delete(path), flush(app), flush(other)])
  await Promise.all([flush(app), flush(other)])
  expect(await app.sql('SELECT 1 FROM api_keys WHERE id = $1', [made.id])).toEqual([])
  expect(await app.sql('SELECT 1 FROM key_activity WHERE key_id = $1', [made.id])).toEqual([])
})

test('renaming and pausing are done to the version that was read; the one who comes second is shown what is now', async () => {
  const ada = await app.person('Ada Rename')
  const { id, secret } = await makeKey(ada)
  const path = `/teams/${ada.teamId}/keys/${id}`
  expect((await ada.browser.patch(path, { name: 'Nightly' })).status).toBe(428)
  const renamed = await ada.browser.patch(path, { name: 'Nightly' }, { ifMatch: 1 })
  expect([renamed.body.name, renamed.headers.get('etag')]).toEqual(['Nightly', '"2"'])
  const late = await ada.browser.patch(path, { name: 'Weekly' }, { ifMatch: 1 })
  expect(late.body).toMatchObject({ code: 'changed_meanwhile', current: { name: 'Nightly', version: 2 } })
  expect((await ada.browser.patch(path, { paused: true }, { ifMatch: 2 })).body.state).toBe('paused')
  expect((await program(app, secret).get('/key')).body.code).toBe('key_paused')
  expect((await ada.browser.patch(path, { paused: false }, { ifMatch: 3 })).body.state).toBe('active')
  expect((await program(app, secret).get('/key')).body.name).toBe('Nightly')
  expect((await ada.browser.patch(path, {}, { ifMatch: 4 })).body.version).toBe(4)
  const both = await Promise.all([1, 2].map((n) => ada.browser.patch(path, { name: `Both ${n}` }, { ifMatch: 4 })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  const actions = (await audited(app, ada.teamId, id))
    .map(({ action }) => action)
    .filter((action) => action === 'key.changed')
  expect(actions).toHaveLength(4)
})

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

test('nobody but its owner gets a new secret of a personal key; admins may end and pause it', async () => {
  const ada = await app.person('Ada Admin')
  const cleo = await app.person('Cleo Owner')
  const zoe = await app.person('Zoe Outside')
  await app.join(cleo, ada.teamId, 'member')
  const hers = await makeKey(cleo, { teamId: ada.teamId, scopes: ['team:read'] })
  const service = await makeKey(ada, { kind: 'service', scopes: ['team:read'] })
  const at = (id: string) => `/teams/${ada.teamId}/keys/${id}`
  await confirm(cleo)
  expect((await ada.browser.post(`${at(hers.id)}/rotation`, { overlapHours: 1 })).body.code).toBe('not_your_key')
  expect((await ada.browser.patch(at(hers.id), { paused: true }, { ifMatch: 1 })).status).toBe(200)
  expect((await cleo.browser.post(`${at(service.id)}/rotation`, { overlapHours: 1 })).status).toBe(404)
  expect((await cleo.browser.patch(at(service.id), { paused: true }, { ifMatch: 1 })).status).toBe(404)
  expect((await cleo.browser.delete(at(service.id))).status).toBe(404)
  for (const id of [hers.id, service.id]) {
    expect((await zoe.browser.delete(at(id))).status).toBe(404)
    expect((await zoe.browser.delete(`/teams/${zoe.teamId}/keys/${id}`)).status).toBe(404)
    expect((await zoe.browser.patch(`/teams/${zoe.teamId}/keys/${id}`, { paused: true }, { ifMatch: 1 })).status).toBe(
      404,
    )
  }
  const writer = program(app, (await makeKey(ada, { kind: 'service', scopes: ['keys:write'] })).secret)
  expect((await writer.send('DELETE', `/teams/current/keys/${hers.id}`)).status).toBe(204)
  expect((await audited(app, cleo.id, hers.id)).at(-1)).toMatchObject({ action: 'key.revoked', actor_kind: 'key' })
})
