import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { audited, program } from './key.fixture.ts'
import { askForKey, makeProject, projectsSeen } from './limit.fixture.ts'

const app = await testApp()

test('a key made for one project finds no other, is told so, and the log says so', async () => {
  const ada = await app.person('Ada Lovelace')
  const [shop] = [await makeProject(ada, 'Shop'), await makeProject(ada, 'Blog')]
  const { status, body } = await askForKey(ada, [shop, shop])
  expect([status, body.key.projectIds]).toEqual([201, [shop]])
  expect(await projectsSeen(app, body.secret)).toEqual(['Shop'])
  expect((await program(app, body.secret).get('/key')).body.projects).toEqual([shop])
  const [row] = await audited(app, ada.teamId, body.key.id)
  expect(row?.details.projectIds).toEqual([shop])
})

test('a project that is deleted leaves its key with nothing, never with everything', async () => {
  const ada = await app.person('Ada Lovelace')
  const [shop] = [await makeProject(ada, 'Shop'), await makeProject(ada, 'Blog')]
  const { body } = await askForKey(ada, [shop])
  await app.sql('DELETE FROM projects WHERE id = $1', [shop])
  expect(await projectsSeen(app, body.secret)).toEqual([])
  const view = (await ada.browser.get(`/teams/${ada.teamId}/keys`)).body.items[0]
  expect(view.projectIds).toEqual([shop])
})
