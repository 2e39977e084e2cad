import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { acts, ask, build, file, files, listed, longLog } from './export-file.fixture.ts'

const app = await testApp()

test('a file is erased once, with all it holds, by readers of its team only', async () => {
  const [ada, ben, zoe] = [await longLog(app, 5), await app.person('Ben Viewer'), await app.person('Zoe Other')]
  await app.join(ben, ada.teamId, 'viewer')
  const { id } = (await ask(ada)).body
  await app.drain()
  const at = `${files(ada)}/${id}`
  expect((await ben.browser.delete(at)).status).toBe(403)
  expect((await zoe.browser.delete(at)).status).toBe(404)
  expect((await zoe.browser.delete(`${files(zoe)}/${id}`)).status).toBe(404)
  expect((await file(ada, id)).status).toBe(200)
  const answers = await Promise.all(Array.from({ length: 5 }, () => ada.browser.delete(at)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404])
  expect((await file(ada, id)).status).toBe(404)
  expect(await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [id])).toEqual([])
  expect((await acts(app, ada.teamId)).filter((action) => action === 'audit.export_removed')).toHaveLength(1)
})

test('one that is being put together is given up, and nothing of it comes back', async () => {
  const ada = await longLog(app, 5)
  const { id } = (await ask(ada)).body
  expect((await ada.browser.delete(`${files(ada)}/${id}`)).status).toBe(204)
  await build(app, ada.teamId, id)
  await app.drain()
  expect(await listed(ada)).toEqual([])
  expect(await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [id])).toEqual([])
})
