import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { ask, files, listed, longLog } from './export-file.fixture.ts'

const app = await testApp()

test('lists the files of the team with how far they are, newest first; to its readers, of no other team', async () => {
  const [ada, ben, zoe] = [await longLog(app, 5), await app.person('Ben Auditor'), await app.person('Zoe Other')]
  await app.join(ben, ada.teamId, 'auditor')
  expect(await listed(ada)).toEqual([])
  const first = (await ask(ada)).body
  expect(await listed(ada)).toMatchObject([{ id: first.id, format: 'csv' }])
  await app.drain()
  const second = (await ask(ada, { format: 'ndjson' })).body
  await app.drain()
  const items = await listed(ada)
  expect(items.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id])
  expect(new Set(items.map(({ state }: { state: string }) => state)).size).toBe(1)
  expect((await ben.browser.get(files(ada))).body.items).toEqual(items)
  expect((await zoe.browser.get(files(ada))).status).toBe(404)
  expect((await zoe.browser.get(files(zoe))).body.items).toEqual([])
})
