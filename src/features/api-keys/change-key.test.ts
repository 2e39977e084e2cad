import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { atOnce, withoutLog } from './at-once.fixture.ts'
import { audited, keysOfTeam, makeKey, program } from './key.fixture.ts'
import { askForKey, makeProject, projectsSeen } from './limit.fixture.ts'

const app = await testApp()

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

test('a key is limited further at once on every node, and never widened, by a person or by itself', async () => {
  const ada = await app.person('Ada Lovelace')
  const [shop, blog] = [await makeProject(ada, 'Shop'), await makeProject(ada, 'Blog')]
  const { body } = await askForKey(ada, null)
  const node = await app.node()
  expect(await projectsSeen(app, body.secret)).toEqual(['Blog', 'Shop'])
  expect((await program(node, body.secret).get('/teams/current/projects')).body.items).toHaveLength(2)
  const path = `/teams/${ada.teamId}/keys/${body.key.id}`
  const change = (projectIds: unknown, ifMatch: number) => ada.browser.patch(path, { projectIds }, { ifMatch })
  const limited = await change([blog], 1)
  expect([limited.status, limited.body.projectIds]).toEqual([200, [blog]])
  expect(await projectsSeen(app, body.secret)).toEqual(['Blog'])
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

test('V77: a key is not limited to projects of another team or made-up ones', async () => {
  const [ada, zoe] = [await app.person('Ada Lovelace'), await app.person('Zoe Elsewhere')]
  const [shop, theirs] = [await makeProject(ada, 'Shop'), await makeProject(zoe, 'Theirs')]
  const { id } = await makeKey(ada)
  const change = (projectIds: unknown) =>
    ada.browser.patch(`/teams/${ada.teamId}/keys/${id}`, { name: 'Limited', projectIds }, { ifMatch: 1 })
  for (const ids of [[theirs], [shop, theirs], ['prj_made_up']]) {
    const { status, body } = await change(ids)
    expect([status, body.code, body.errors[0].field], String(ids)).toEqual([400, 'project_unknown', 'projectIds'])
  }
  expect((await change([])).status).toBe(400)
  expect((await change([shop])).body).toMatchObject({ name: 'Limited', projectIds: [shop], version: 2 })
})

test('one’s own key is changed by its owner and by owners and admins; a team’s own by those only; no key of another team is found', async () => {
  const { ada, cleo, zoe, hers, service, at } = await keysOfTeam(app)
  expect((await ada.browser.patch(at(hers.id), { paused: true }, { ifMatch: 1 })).status).toBe(200)
  expect((await cleo.browser.patch(at(hers.id), { paused: false }, { ifMatch: 2 })).status).toBe(200)
  expect((await cleo.browser.patch(at(service.id), { paused: true }, { ifMatch: 1 })).status).toBe(404)
  for (const id of [hers.id, service.id]) {
    expect((await zoe.browser.patch(`/teams/${zoe.teamId}/keys/${id}`, { paused: true }, { ifMatch: 1 })).status).toBe(
      404,
    )
    expect((await zoe.browser.patch(at(id), { paused: true }, { ifMatch: 1 })).status).toBe(404)
  }
  expect((await program(app, service.secret).get('/key')).status).toBe(200)
})

test('of two people who change a key at once one does, and the other is shown what is now', async () => {
  const [ada, ben] = [await app.person('Ada Both'), await app.person('Ben Both')]
  await app.join(ben, ada.teamId, 'admin')
  const { id } = await makeKey(ada)
  const rename = (who: typeof ada, name: string) => () =>
    who.browser.patch(`/teams/${ada.teamId}/keys/${id}`, { name }, { ifMatch: 1 })
  const [first, second] = await atOnce(app, id, [rename(ada, 'Of Ada'), rename(ben, 'Of Ben')])
  expect(first?.body).toMatchObject({ name: 'Of Ada', version: 2 })
  expect([second?.status, second?.body]).toMatchObject([
    412,
    { code: 'changed_meanwhile', current: { name: 'Of Ada', version: 2 } },
  ])
  const rows = (await audited(app, ada.teamId, id)).slice(1)
  expect(rows).toMatchObject([{ details: { changes: { name: { from: 'CI of the shop', to: 'Of Ada' } } } }])
})

test('a key that is revoked while it is changed is not found, comes not back, and no change is written', async () => {
  const [ada, ben] = [await app.person('Ada Both'), await app.person('Ben Both')]
  await app.join(ben, ada.teamId, 'admin')
  const { id, secret } = await makeKey(ada)
  const path = `/teams/${ada.teamId}/keys/${id}`
  const [revoked, changed] = await atOnce(app, id, [
    () => ben.browser.delete(path),
    () => ada.browser.patch(path, { paused: false, name: 'Too late' }, { ifMatch: 1 }),
  ])
  expect([revoked?.status, changed?.status]).toEqual([204, 404])
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  expect((await audited(app, ada.teamId, id)).map(({ action }) => action)).toEqual(['key.created', 'key.revoked'])
})

test('a change that cannot be written down is none: the key works on under its name, and takes the same change later', async () => {
  const ada = await app.person('Ada Torn')
  const { id, secret } = await makeKey(ada)
  const change = () =>
    ada.browser.patch(`/teams/${ada.teamId}/keys/${id}`, { paused: true, name: 'Torn' }, { ifMatch: 1 })
  expect((await withoutLog(app, id, change)).status).toBe(500)
  expect((await program(app, secret).get('/key')).body.name).toBe('CI of the shop')
  expect((await change()).body).toMatchObject({ state: 'paused', name: 'Torn', version: 2 })
})
