import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { auditedIn, memberIn, roomy } from './team.fixture.ts'

const app = await testApp()

test('several teams: another is made without another trial, renamed, and each request names its own', async () => {
  const ada = await app.person('Ada Lovelace')
  const made = await ada.browser.post('/teams', { name: '  Second  ' })
  expect(made.body).toMatchObject({ name: 'Second', role: 'owner', memberCount: 1, trialEndsAt: null, version: 1 })
  const { id } = made.body
  expect((await ada.browser.get('/account')).body.teams.map(({ name }: { name: string }) => name)).toEqual([
    'Ada’s team',
    'Second',
  ])
  const renamed = await ada.browser.patch(`/teams/${id}`, { name: 'Third' }, { ifMatch: 1 })
  expect(renamed.body).toMatchObject({ name: 'Third', version: 2 })
  expect((await ada.browser.get('/account')).body.teams[1].name).toBe('Third')
  expect((await ada.browser.patch(`/teams/${id}`, { name: 'Fourth' }, { ifMatch: 1 })).body).toMatchObject({
    code: 'changed_meanwhile',
    current: { name: 'Third' },
  })
  expect((await auditedIn(app, id, 'team.renamed')).map(({ details }) => details.changes)).toEqual([
    { name: { from: 'Second', to: 'Third' } },
  ])
  for (const name of ['', ' ', 'x'.repeat(81), 'a\u202eb'])
    expect((await ada.browser.post('/teams', { name })).status, name).toBe(400)
  await ada.browser.post(`/teams/${id}/deletion`, { name: 'Third' })
  expect((await ada.browser.post('/teams', { name: 'Again' })).body.trialEndsAt).toBeNull()
})

test('a new name is seen by members on another node at once', async () => {
  const ada = await app.person('Ada Lovelace')
  const ben = await memberIn(app, ada.teamId, 'member', 'Ben Member')
  const node = await app.node()
  const there = node.browser(ben.browser)
  const seen = async () =>
    (await there.get('/account')).body.teams.find(({ id }: { id: string }) => id === ada.teamId)?.name
  expect(await seen()).toBe('Ada’s team')
  await ada.browser.patch(`/teams/${ada.teamId}`, { name: 'Renamed' }, { ifMatch: 1 })
  await expect.poll(seen).toBe('Renamed')
})

test('a team is deleted by its owner who proves who they are and types its name; everybody is told, keys die', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  await roomy(app, team)
  const ben = await memberIn(app, team, 'admin', 'Ben Admin')
  const { secret } = await makeKey(ada, { kind: 'service', scopes: ['team:read'] })
  const preview = (await ada.browser.get(`/teams/${team}/deletion`)).body
  expect(preview).toEqual({
    obstacles: [],
    goes: [
      { what: 'Memberships', count: 2 },
      { what: 'API keys', count: 1 },
    ],
  })
  const remove = (name: string, who = ada) => who.browser.post(`/teams/${team}/deletion`, { name })
  expect((await remove('Ada’s team', ben)).body.code).toBe('forbidden')
  expect((await remove('ada’s team')).body.errors).toMatchObject([{ field: 'name', code: 'name_wrong' }])
  app.clock.advance(minutes(11))
  expect((await remove('Ada’s team')).body.code).toBe('confirmation_required')
  await ada.browser.post('/auth/confirmation', { password: ada.password })
  expect((await remove('Ada’s team')).status).toBe(204)
  expect((await ada.browser.get(`/teams/${team}`)).status).toBe(404)
  expect((await ben.browser.get(`/teams/${team}`)).status).toBe(404)
  expect((await program(app, secret).get(`/teams/${team}`)).status).toBe(401)
  for (const { email } of [ada, ben])
    expect((await app.mail(email)).at(-1)?.subject).toBe('The team Ada’s team was deleted')
  expect(await auditedIn(app, ada.id, 'team.deleted')).toHaveLength(1)
  expect(await app.sql('SELECT 1 FROM memberships WHERE team_id = $1', [team])).toHaveLength(0)
  expect((await ada.browser.get('/account')).body.teams).toEqual([])
})
