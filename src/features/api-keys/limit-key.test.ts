import { expect, test } from 'vitest'
import { type Person, testApp } from '#tests/harness.ts'
import { audited, confirm, program } from './key.fixture.ts'

const app = await testApp()

async function project(owner: Person, name: string): Promise<string> {
  const body = { name, baseUrl: 'http://127.0.0.1:8099/' }
  const answer = await owner.browser.post(`/teams/${owner.teamId}/projects`, body)
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.id
}
const generate = async (owner: Person, projectIds: unknown, scopes = ['projects:read', 'keys:write', 'keys:read']) => {
  await confirm(owner)
  const body = { name: 'CI', kind: 'personal', scopes, projectIds }
  return owner.browser.post(`/teams/${owner.teamId}/keys`, body)
}
const seen = async (secret: string): Promise<string[]> => {
  const { body } = await program(app, secret).get('/teams/current/projects')
  return body.items.map(({ name }: { name: string }) => name).sort()
}

test('a key made for one project finds no other, is told so, and the log says so', async () => {
  const ada = await app.person('Ada Lovelace')
  const [shop] = [await project(ada, 'Shop'), await project(ada, 'Blog')]
  const { status, body } = await generate(ada, [shop, shop])
  expect([status, body.key.projectIds]).toEqual([201, [shop]])
  expect(await seen(body.secret)).toEqual(['Shop'])
  expect((await program(app, body.secret).get('/key')).body.projects).toEqual([shop])
  const [row] = await audited(app, ada.teamId, body.key.id)
  expect(row?.details.projectIds).toEqual([shop])
  const { body: offers } = await ada.browser.get(`/teams/${ada.teamId}/keys/scopes`)
  expect(offers.projects.map(({ name }: { name: string }) => name)).toEqual(['Blog', 'Shop'])
})

test('V77: projects of another team, made-up ones and an empty list are refused', async () => {
  const [ada, zoe] = [await app.person('Ada Lovelace'), await app.person('Zoe Elsewhere')]
  const [shop, theirs] = [await project(ada, 'Shop'), await project(zoe, 'Theirs')]
  for (const ids of [[theirs], [shop, theirs], ['prj_made_up'], ['']]) {
    const answer = await generate(ada, ids)
    expect([answer.status, answer.body.code], String(ids)).toEqual([400, 'project_unknown'])
  }
  for (const ids of [[], 'all', [1], [['x']]]) expect((await generate(ada, ids)).status).toBe(400)
})

test('a key is limited further at once on every node, and never widened, by a person or by itself', async () => {
  const ada = await app.person('Ada Lovelace')
  const [shop, blog] = [await project(ada, 'Shop'), await project(ada, 'Blog')]
  const { body } = await generate(ada, null)
  const node = await app.node()
  expect(await seen(body.secret)).toEqual(['Blog', 'Shop'])
  expect((await program(node, body.secret).get('/teams/current/projects')).body.items).toHaveLength(2)
  const path = `/teams/${ada.teamId}/keys/${body.key.id}`
  const change = (projectIds: unknown, ifMatch: number) => ada.browser.patch(path, { projectIds }, { ifMatch })
  const limited = await change([blog], 1)
  expect([limited.status, limited.body.projectIds]).toEqual([200, [blog]])
  expect(await seen(body.secret)).toEqual(['Blog'])
  await expect
    .poll(async () => (await program(node, body.secret).get('/teams/current/projects')).body.items.length)
    .toBe(1)
  for (const wider of [[shop], [shop, blog], null])
    expect((await change(wider, 2)).body.code, String(wider)).toBe('projects_only_fewer')
  const own = await program(app, body.secret).send(
    'PATCH',
    `/teams/current/keys/${body.key.id}`,
    { projectIds: null },
    {
      ifMatch: 2,
    },
  )
  expect(own.body.code).toBe('projects_only_fewer')
  const rows = await audited(app, ada.teamId, body.key.id)
  expect(rows.at(-1)?.details).toMatchObject({ changes: { projectIds: { from: null, to: [blog] } } })
})

test('a project that is deleted leaves its key with nothing, never with everything', async () => {
  const ada = await app.person('Ada Lovelace')
  const [shop] = [await project(ada, 'Shop'), await project(ada, 'Blog')]
  const { body } = await generate(ada, [shop])
  await app.sql('DELETE FROM projects WHERE id = $1', [shop])
  expect(await seen(body.secret)).toEqual([])
  const view = (await ada.browser.get(`/teams/${ada.teamId}/keys`)).body.items[0]
  expect(view.projectIds).toEqual([shop])
})
