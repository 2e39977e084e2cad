import { expect, test } from 'vitest'
import { routes } from '#app/app.ts'
import { days, minutes } from '#platform/clock.ts'
import type { Route } from '#platform/http/route.ts'
import { testApp } from '#tests/harness.ts'
import { makeKey, program } from './key.fixture.ts'

const app = await testApp({ TRUST_PROXY: '1' })

test('the team is called by its id or `current`; another team is not found', async () => {
  const ada = await app.person('Ada Current')
  const zoe = await app.person('Zoe Elsewhere')
  const ci = program(app, (await makeKey(ada)).secret)
  expect((await ci.get('/teams/current')).body).toEqual((await ci.get(`/teams/${ada.teamId}`)).body)
  expect((await ci.get(`/teams/${zoe.teamId}`)).status).toBe(404)
  expect((await ci.get(`/teams/${zoe.teamId}/keys`)).status).toBe(404)
  expect((await ada.browser.get('/teams/current')).status).toBe(404)
})

test('V43, V102, V103: a route is open to a key only by the scope it declares; one that reads opens no write', async () => {
  const ada = await app.person('Ada Matrix')
  const all: readonly Route[] = routes
  const scoped = all.filter(({ declaration }) => declaration.access.scope)
  expect(scoped.length).toBeGreaterThan(3)
  // What only managers may see is read with the scope that manages; never the other way round.
  for (const { declaration } of scoped.filter((one) => one.declaration.access.scope?.endsWith(':read'))) {
    expect(declaration.method, declaration.path).toBe('GET')
  }
  const keys = {
    'keys:write': await makeKey(ada, { scopes: ['keys:write'] }),
    'runs:read': await makeKey(ada, { scopes: ['runs:read'] }),
  }
  for (const { declaration, method, path } of all) {
    const { scope, who } = declaration.access
    if (who === 'anyone' || who === 'API key') continue
    const address = path.replace('{team}', ada.teamId).replace(/\{\w+\}/g, 'none')
    for (const [held, { secret }] of Object.entries(keys)) {
      app.clock.advance(minutes(1))
      const answer = await program(app, secret).send(method, address, method === 'GET' ? undefined : {})
      const closed = scope ? 'scope_missing' : 'closed_to_keys'
      if (held !== scope) expect(answer.body.code, `${held} ${method} ${path}`).toBe(closed)
      else if (method === 'GET') expect([200, 404], path).toContain(answer.status)
      else expect(['not_found', 'version_required', 'invalid'], path).toContain(answer.body.code)
    }
  }
})

test('V101: a key counts in “Authorization: Bearer” only', async () => {
  const ada = await app.person('Ada Transport')
  const { secret } = await makeKey(ada)
  const browser = app.browser()
  const ways: [path: string, headers: Record<string, string>][] = [
    ['/key', { authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` }],
    ['/key', { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` }],
    ['/key', { authorization: secret }],
    ['/key', { authorization: `Token ${secret}` }],
    ['/key', { 'x-api-key': secret }],
    ['/key', { cookie: `aegis=${secret}` }],
    ['/key', { authorization: `Bearer x${secret}` }],
  ]
  for (const [path, headers] of ways)
    expect((await browser.get(path, { headers })).status, JSON.stringify(headers)).toBe(401)
  const inQuery = await browser.get(`/key?key=${secret}`)
  expect(inQuery.body).toMatchObject({ code: 'key_in_query', message: expect.stringContaining('Authorization') })
  expect((await browser.get('/key', { headers: { authorization: `bearer  ${secret}` } })).status).toBe(200)
  expect(app.logged()).not.toContain(secret.slice(12))
})

test('V105: a key’s request has no session, whatever cookies come along', async () => {
  const ada = await app.person('Ada Session')
  const zoe = await app.person('Zoe Session')
  const { secret } = await makeKey(ada)
  const headers = { authorization: `Bearer ${secret}` }
  expect((await zoe.browser.get('/account', { headers })).body.code).toBe('closed_to_keys')
  expect((await zoe.browser.get(`/teams/${zoe.teamId}`, { headers })).status).toBe(404)
  expect((await zoe.browser.get('/key', { headers })).body.owner.id).toBe(ada.id)
  for (const authorization of ['Bearer', 'Bearer ', 'Bearer x', `Bearer ${zoe.browser.cookies.get('aegis')}`]) {
    expect((await zoe.browser.get('/account', { headers: { authorization } })).body.code).toBe('signed_out')
  }
  // Cookies of a balancer in front do not keep a program out.
  const sticky = { ...headers, cookie: 'lb=7' }
  expect(
    (await app.browser().send('DELETE', '/teams/current/keys/x', undefined, { headers: sticky, noOrigin: true })).body
      .code,
  ).toBe('scope_missing')
})

test('a mistyped key is refused before the database, an unknown one after; both with the scheme', async () => {
  const ada = await app.person('Ada Typo')
  const { secret } = await makeKey(ada)
  const [asked, real] = [app.platform.db.named, app.platform.db]
  let questions = 0
  Object.assign(real, {
    named: (...all: Parameters<typeof asked>) => {
      if (all[0] === 'key_by_id') questions += 1
      return asked(...all)
    },
  })
  const typo = secret.slice(0, -8) + (secret.at(-8) === 'x' ? 'y' : 'x') + secret.slice(-7)
  const answer = await program(app, typo).get('/key')
  expect([answer.status, answer.body.code, questions]).toEqual([401, 'key_incomplete', 0])
  expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  await app.sql('UPDATE api_keys SET digest = $2 WHERE team_id = $1', [ada.teamId, Buffer.alloc(32)])
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  expect(questions).toBe(1)
  Object.assign(real, { named: asked })
})

test('an expired, a paused and a strayed key are refused, and use nothing of the minute up', async () => {
  const ada = await app.person('Ada Dead')
  const live = program(app, (await makeKey(ada)).secret)
  const short = await makeKey(ada, { expiresInDays: 1 })
  const paused = await makeKey(ada)
  const tied = await makeKey(ada, { ipList: ['203.0.113.0/24'] })
  await ada.browser.patch(`/teams/${ada.teamId}/keys/${paused.id}`, { paused: true }, { ifMatch: 1 })
  const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
  expect((await program(app, tied.secret).get('/key', from('203.0.113.9'))).status).toBe(200)
  app.clock.advance(days(1))
  expect((await live.get('/key')).headers.get('x-ratelimit-remaining')).toBe('59')
  const refused = [
    await program(app, short.secret).get('/key'),
    await program(app, paused.secret).get('/key'),
    await program(app, tied.secret).get('/key', from('198.51.100.1')),
    await program(app, tied.secret).get('/key', from('::ffff:198.51.100.1')),
  ]
  expect(refused.map(({ body }) => body.code)).toEqual(['key_expired', 'key_paused', 'key_elsewhere', 'key_elsewhere'])
  expect(refused.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['59', '59', '59', '59'])
  expect((await live.get('/key')).headers.get('x-ratelimit-remaining')).toBe('58')
})

test('V100, V143: 5N parallel requests over two nodes, exactly N pass in each window; 429 says when to come back', async () => {
  const ada = await app.person('Ada Burst')
  const other = await app.node()
  const keys = [await makeKey(ada), await makeKey(ada, { kind: 'service' })]
  for (let window = 0; window < 2; window++) {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        program(i % 2 ? app : other, keys[i % 3 ? 0 : 1]?.secret ?? '').get('/key'),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60)
    const late = answers.filter(({ status }) => status !== 200)
    expect(new Set(late.map(({ body }) => body.code))).toEqual(new Set(['key_too_fast']))
    for (const { headers } of late) {
      expect(headers.get('retry-after')).toBe('60')
      expect(headers.get('x-ratelimit-remaining')).toBe('0')
    }
    app.clock.advance(minutes(1))
  }
})

test('the plan decides the limit: 60 in the trial, 20 after it', async () => {
  const ada = await app.person('Ada Trial')
  const ci = program(app, (await makeKey(ada)).secret)
  expect((await ci.get('/key')).body.limits.requestsPerMinute).toBe(60)
  app.clock.advance(days(14))
  expect((await ci.get('/key')).body.limits).toMatchObject({ requestsPerMinute: 20, remaining: 19 })
  await app.sql("UPDATE teams SET trial_ends_at = '2030-01-01' WHERE id = $1", [ada.teamId])
  expect((await ci.get('/key')).body.limits.requestsPerMinute).toBe(60)
})

test('V106: under a mixed load every answer is about the key that asked', async () => {
  const people = await Promise.all(['Ann', 'Bob', 'Cid'].map((name) => app.person(`${name} Mixed`)))
  const keys: { id: string; secret: string }[] = []
  for (const person of people) keys.push(await makeKey(person))
  const asked = Array.from({ length: 150 }, (_, i) => keys[i % 3] as { id: string; secret: string })
  const answers = await Promise.all(asked.map(({ secret }) => program(app, secret).get('/key')))
  answers.forEach(({ body }, i) => void expect(body.id).toBe(asked[i]?.id))
})

test('V60: a key may never do more than its owner’s role of this moment', async () => {
  const ada = await app.person('Ada Boss')
  const ben = await app.person('Ben Demoted')
  await app.join(ben, ada.teamId, 'admin')
  const made = await makeKey(ben, { teamId: ada.teamId, scopes: ['keys:read', 'usage:read'] })
  await makeKey(ada)
  const ci = program(app, made.secret)
  expect((await ci.get('/teams/current/keys')).body.items).toHaveLength(2)
  await app.sql("UPDATE memberships SET role = 'member' WHERE team_id = $1 AND user_id = $2", [ada.teamId, ben.id])
  expect((await ci.get('/teams/current/keys')).body.items.map(({ id }: { id: string }) => id)).toEqual([made.id])
  expect((await ci.get('/key')).body).toMatchObject({ team: { role: 'member' }, scopes: ['keys:read'] })
})
