import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { makeKey, program } from './key.fixture.ts'
import { askForKey, makeProject } from './limit.fixture.ts'

const app = await testApp()
const limitHeaders = [
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit',
  'ratelimit-policy',
]

test('a key tells about itself, and every answer how the minute stands', async () => {
  const ada = await app.person('Ada Lovelace')
  const made = await makeKey(ada, { expiresInDays: 30 })
  const ci = program(app, made.secret)
  const answer = await ci.get('/key')
  expect(answer.body).toEqual({
    id: made.id,
    name: 'CI of the shop',
    kind: 'personal',
    team: { id: ada.teamId, name: expect.any(String), role: 'owner' },
    owner: { id: ada.id, name: 'Ada Lovelace' },
    scopes: ['team:read', 'keys:read'],
    projects: null,
    expiresAt: made.view.expiresAt,
    limits: {
      requestsPerMinute: 60,
      remaining: 59,
      resetAt: new Date(app.clock.now().getTime() + minutes(1)).toISOString(),
    },
    usedToday: 1,
  })
  expect(Object.fromEntries(limitHeaders.map((name) => [name, answer.headers.get(name)]))).toEqual({
    'x-ratelimit-limit': '60',
    'x-ratelimit-remaining': '59',
    'x-ratelimit-reset': String(app.clock.now().getTime() / 1000 + 60),
    ratelimit: '"minute";r=59;t=60',
    'ratelimit-policy': '"minute";q=60;w=60',
  })
  const others = [
    await ci.get('/nowhere'),
    await ci.get('/account'),
    await ci.get('/teams/team_00000000000000000000000000'),
    await ci.get('/key?x=1'),
    await ci.get('/key?api_key=1'),
    await ci.send('PATCH', '/teams/current/keys/x', '{', { headers: { 'content-type': 'application/json' } }),
    await ci.send('POST', '/leaked-keys', {}, { headers: { origin: 'https://evil.example' } }),
  ]
  expect(others.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
    '404 not_found',
    '403 closed_to_keys',
    '404 not_found',
    '400 invalid',
    '400 key_in_query',
    '400 malformed',
    '403 foreign_origin',
  ])
  expect(others.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
    '58',
    '57',
    '56',
    '55',
    '54',
    '53',
    '52',
  ])
  expect((await ci.get('/key')).body.usedToday).toBe(9)
})

test('a team’s own key names the team as its owner, and a limited one its projects', async () => {
  const ada = await app.person('Ada Service')
  const { secret } = await makeKey(ada, { kind: 'service', expiresInDays: null })
  const team = { id: ada.teamId, name: expect.any(String) }
  expect((await program(app, secret).get('/key')).body).toMatchObject({
    kind: 'service',
    team: { ...team, role: 'admin' },
    owner: team,
    projects: null,
    expiresAt: null,
  })
  const shop = await makeProject(ada, 'Shop')
  const { body } = await askForKey(ada, [shop])
  expect((await program(app, body.secret).get('/key')).body.projects).toEqual([shop])
})

test('the next answer after a change has the new name, the new role and what that role still allows', async () => {
  const [ada, ben] = [await app.person('Ada Changing'), await app.person('Ben Changing')]
  await app.join(ben, ada.teamId, 'admin')
  const { id, secret } = await makeKey(ben, { teamId: ada.teamId, scopes: ['team:read', 'audit:read'] })
  const ci = program(app, secret)
  expect((await ci.get('/key')).body).toMatchObject({ name: 'CI of the shop', scopes: ['team:read', 'audit:read'] })
  await ada.browser.patch(`/teams/${ada.teamId}/keys/${id}`, { name: 'Nightly' }, { ifMatch: 1 })
  expect((await ci.get('/key')).body.name).toBe('Nightly')
  await app.sql("UPDATE memberships SET role = 'member' WHERE team_id = $1 AND user_id = $2", [ada.teamId, ben.id])
  expect((await ci.get('/key')).body).toMatchObject({ team: { role: 'member' }, scopes: ['team:read'] })
})

test('a session is no key', async () => {
  const ada = await app.person('Ada Person')
  const refused = await ada.browser.get('/key')
  expect([refused.status, refused.body.code]).toEqual([401, 'signed_out'])
})
