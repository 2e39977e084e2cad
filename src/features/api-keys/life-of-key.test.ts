import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { flush, makeKey, program } from './key.fixture.ts'
import { warmKeys } from './warm-key.fixture.ts'

const app = await testApp({ TRUST_PROXY: '1' })
const other = await app.node()
const warmKey = warmKeys(app, other)

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
