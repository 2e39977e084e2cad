import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { appendMany } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'
import { LogCheck } from './check-log.ts'
import { sha256 } from './sha256.ts'
import { verifyWithNode } from './signing-key.ts'

const app = await testApp()

test('read in stretches of any length it checks as whole: every entry once, the last checkpoint over all', async () => {
  const ada = await app.person('Ada Lovelace')
  await appendMany(app, ada.teamId, 25)
  await sealAll(app.platform, ada.teamId)
  const read = async (from: number, limit: number) =>
    (await ada.browser.get(`/teams/${ada.teamId}/audit/proof?from=${from}&limit=${limit}`)).body
  await read(0, 1) // notes the reading, which the next one seals
  await sealAll(app.platform, ada.teamId)
  for (const limit of [1, 7, 2_000]) {
    const check = new LogCheck(sha256)
    const indexes: number[] = []
    for (let from = 0, size = 1; from < size; from += limit) {
      const part = await read(from, limit)
      size = part.size
      indexes.push(...part.items.map(({ index }: { index: number }) => index))
      await check.addCheckpoints(part.checkpoints, part.keys, verifyWithNode)
      for (const item of part.items) check.add(item)
      check.addUnsealed(part.unsealed)
    }
    expect(indexes).toEqual(Array.from({ length: indexes.length }, (_, at) => at))
    expect(indexes.length).toBeGreaterThanOrEqual(27)
    expect(check.finish()).toMatchObject({ entries: indexes.length, problems: [] })
  }
})

test('another team’s proof is not found, and what stretch cannot be is said', async () => {
  const [ada, zoe] = [await app.person('Ada Lovelace'), await app.person('Zoe Other')]
  const at = `/teams/${ada.teamId}/audit/proof`
  expect((await zoe.browser.get(at)).status).toBe(404)
  for (const query of ['from=-1', 'limit=0', 'limit=2001', 'from=x'])
    expect((await ada.browser.get(`${at}?${query}`)).body.code, query).toBe('invalid')
  expect((await ada.browser.get(`${at}?from=1000000`)).body).toMatchObject({ items: [] })
})
