import { expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { log, people } from './audit-log.fixture.ts'

const app = await testApp()

test('offers the members and keys of the team, those who are nobody of it, and each group of actions once', async () => {
  const { ada, ben, zoe } = await people(app, 'auditor')
  const { id } = await makeKey(ada, { teamId: ada.teamId, scopes: ['audit:read'], name: 'CI main' })
  const at = `/teams/${ada.teamId}/audit/choices`
  const { users, areas } = (await ben.browser.get(at)).body
  expect(users.slice(0, 3)).toEqual([
    { id: ada.id, name: 'Ada Lovelace', kind: 'user' },
    { id: ben.id, name: 'Ben Babbage', kind: 'user' },
    { id, name: 'CI main', kind: 'key' },
  ])
  expect(users.slice(3).map((one: { id: string }) => one.id)).toEqual(['system', 'operator', 'nobody'])
  expect(JSON.stringify(users)).not.toContain(zoe.id)
  const names = areas.map(({ name }: { name: string }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const area of areas) expect((await log(ada, `?area=${area.id}`)).items, area.name).toBeDefined()
  expect((await zoe.browser.get(at)).status).toBe(404)
})
