import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { atOnce, withoutLog } from './at-once.fixture.ts'
import { audited, confirm, flush, keysOfTeam, makeKey, program } from './key.fixture.ts'

const app = await testApp()

test('a revoked key is refused from here on, gone from the list, and the log keeps when it was used last', async () => {
  const ada = await app.person('Ada Lovelace')
  const { id, secret } = await makeKey(ada, { name: 'Deploy' })
  const path = `/teams/${ada.teamId}/keys/${id}`
  const { secret: fresh } = (await ada.browser.post(`${path}/rotation`, { overlapHours: 24 })).body
  expect((await program(app, secret).get('/key')).status).toBe(200)
  await flush(app)
  expect((await ada.browser.delete(path)).status).toBe(204)
  for (const text of [secret, fresh]) expect((await program(app, text).get('/key')).body.code).toBe('key_unknown')
  expect((await ada.browser.get(`/teams/${ada.teamId}/keys`)).body.items).toEqual([])
  for (const log of [ada.teamId, ada.id]) {
    expect((await audited(app, log, id)).at(-1)).toMatchObject({
      action: 'key.revoked',
      details: {
        name: 'Deploy',
        display: `aegis_live_…${fresh.slice(-4)}`,
        lastUsedAt: app.clock.now().toISOString(),
        lastIp: '127.0.0.1',
      },
    })
  }
  expect((await ada.browser.delete(path)).status).toBe(404)
})

test('admins end the keys of others, members only their own, nobody those of another team; a key that may write ends others', async () => {
  const { ada, cleo, zoe, hers, service, at } = await keysOfTeam(app)
  const mine = await makeKey(cleo, { teamId: ada.teamId, scopes: ['team:read'] })
  expect((await cleo.browser.delete(at(service.id))).status).toBe(404)
  for (const id of [hers.id, service.id]) {
    expect((await zoe.browser.delete(at(id))).status).toBe(404)
    expect((await zoe.browser.delete(`/teams/${zoe.teamId}/keys/${id}`)).status).toBe(404)
  }
  const theirs = await makeKey(zoe, { kind: 'service', scopes: ['keys:write'] })
  for (const team of ['current', ada.teamId])
    expect((await program(app, theirs.secret).send('DELETE', `/teams/${team}/keys/${hers.id}`)).status).toBe(404)
  expect((await program(app, hers.secret).get('/key')).status).toBe(200)
  expect((await cleo.browser.delete(at(mine.id))).status).toBe(204)
  const writer = program(app, (await makeKey(ada, { kind: 'service', scopes: ['keys:write'] })).secret)
  expect((await writer.send('DELETE', `/teams/current/keys/${hers.id}`)).status).toBe(204)
  expect((await audited(app, cleo.id, hers.id)).at(-1)).toMatchObject({ action: 'key.revoked', actor_kind: 'key' })
})

test('of two who revoke a key at once one does; there is one row', async () => {
  const [ada, ben] = [await app.person('Ada Both'), await app.person('Ben Both')]
  await app.join(ben, ada.teamId, 'admin')
  const { id } = await makeKey(ada)
  const revoke = (who: typeof ada) => () => who.browser.delete(`/teams/${ada.teamId}/keys/${id}`)
  const answers = await atOnce(app, id, [revoke(ben), revoke(ada)])
  expect(answers.map(({ status }) => status)).toEqual([204, 404])
  for (const log of [ada.teamId, ada.id])
    expect((await audited(app, log, id)).map(({ action }) => action)).toEqual(['key.created', 'key.revoked'])
})

test('a key that is renamed or rotated while it is revoked ends all the same, and the log names it as it was at its end', async () => {
  const [ada, ben] = [await app.person('Ada Both'), await app.person('Ben Both')]
  await app.join(ben, ada.teamId, 'admin')
  const { id, secret } = await makeKey(ada, { kind: 'service' })
  const path = `/teams/${ada.teamId}/keys/${id}`
  await confirm(ben)
  const [renamed, revoked] = await atOnce(app, id, [
    () => ben.browser.patch(path, { name: 'Renamed' }, { ifMatch: 1 }),
    () => ada.browser.delete(path),
  ])
  expect([renamed?.status, revoked?.status]).toEqual([200, 204])
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  const rows = await audited(app, ada.teamId, id)
  expect(rows.map(({ action }) => action)).toEqual(['key.created', 'key.changed', 'key.revoked'])
  expect(rows.at(-1)?.details.name).toBe('Renamed')

  const next = await makeKey(ada, { kind: 'service' })
  const [rotated, ended] = await atOnce(app, next.id, [
    () => ben.browser.post(`/teams/${ada.teamId}/keys/${next.id}/rotation`, { overlapHours: 24 }),
    () => ada.browser.delete(`/teams/${ada.teamId}/keys/${next.id}`),
  ])
  expect([rotated?.status, ended?.status]).toEqual([200, 204])
  for (const text of [next.secret, rotated?.body.secret])
    expect((await program(app, text).get('/key')).body.code).toBe('key_unknown')
  const last = (await audited(app, ada.teamId, next.id)).at(-1)
  expect([last?.action, last?.details.display]).toEqual(['key.revoked', rotated?.body.key.display])
})

test('a revocation that cannot be written down is none: the key works on until the next', async () => {
  const ada = await app.person('Ada Torn')
  const { id, secret } = await makeKey(ada)
  const revoke = () => ada.browser.delete(`/teams/${ada.teamId}/keys/${id}`)
  expect((await withoutLog(app, id, revoke)).status).toBe(500)
  expect((await program(app, secret).get('/key')).status).toBe(200)
  expect((await revoke()).status).toBe(204)
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
})
