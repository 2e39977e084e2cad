import { expect, test } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { testApp } from '#tests/harness.ts'
import { confirm, makeKey, program } from './key.fixture.ts'
import { askForKey, makeProject } from './limit.fixture.ts'

const app = await testApp()

const wanted = { name: 'CI of the shop', kind: 'personal', scopes: ['runs:read', 'runs:write'] }

test('a key is shown once, stored as a digest, and written nowhere else', async () => {
  const ada = await app.person('Ada Lovelace')
  const answer = await ada.browser.post(`/teams/${ada.teamId}/keys`, { ...wanted, expiresInDays: 30 })
  expect(answer.status).toBe(201)
  const { key, secret, snippets } = answer.body
  expect(secret).toMatch(/^aegis_live_[0-9a-hjkmnp-tv-z]{26}_[0-9A-Za-z]{39}$/)
  expect(key).toMatchObject({
    name: 'CI of the shop',
    kind: 'personal',
    display: `aegis_live_…${secret.slice(-4)}`,
    owner: { id: ada.id, name: 'Ada Lovelace' },
    state: 'active',
    lastUsed: null,
    unusedFor90Days: false,
    uses30Days: Array(30).fill(0),
    rotation: null,
    projectIds: null,
    version: 1,
    expiresAt: new Date(app.clock.now().getTime() + days(30)).toISOString(),
  })
  const [row] = await app.sql<{ all: string; digest: Buffer }>(
    'SELECT to_jsonb(k)::text AS all, k.digest FROM api_keys k WHERE id = $1',
    [key.id],
  )
  expect(row?.digest).toEqual(digest(secret))
  const inside = secret.split('_')[3]
  const rest = [
    row?.all,
    app.logged(),
    (await ada.browser.get(`/teams/${ada.teamId}/keys`)).text,
    JSON.stringify(await app.sql('SELECT details FROM audit_log')),
    JSON.stringify(snippets),
  ]
  for (const text of rest) expect(text).not.toContain(inside)
  for (const snippet of Object.values(snippets)) {
    expect(snippet).toContain(`${app.config.publicUrl}/api/v1/key`)
    expect(snippet).toContain('AEGISRUNNER_API_KEY')
  }
  expect(
    await app.sql("SELECT log_id FROM audit_log WHERE action = 'key.created' AND target_id = $1 ORDER BY 1", [key.id]),
  ).toEqual([{ log_id: ada.teamId }, { log_id: ada.id }])
})

test('90 days unless told; null never ends', async () => {
  const ada = await app.person('Ada Default')
  const usual = await ada.browser.post(`/teams/${ada.teamId}/keys`, wanted)
  expect(usual.body.key.expiresAt).toBe(new Date(app.clock.now().getTime() + days(90)).toISOString())
  expect((await makeKey(ada, { expiresInDays: null })).view.expiresAt).toBeNull()
})

test('making and rotating a key need a fresh proof, with the second factor where there is one', async () => {
  const ada = await app.person('Ada Stale')
  const made = await makeKey(ada)
  app.clock.advance(minutes(10))
  const routes = [
    [`/teams/${ada.teamId}/keys`, wanted],
    [`/teams/${ada.teamId}/keys/${made.id}/rotation`, { overlapHours: 1 }],
  ] as const
  for (const [path, body] of routes)
    expect((await ada.browser.post(path, body)).body.code).toBe('confirmation_required')
  await confirm(ada)
  await app.sql(
    "INSERT INTO authenticators (id, user_id, name, secret, created_at, confirmed_at) VALUES ($1, $1, 'x', 'x', now(), now())",
    [ada.id],
  )
  for (const [path, body] of routes) {
    const refused = await ada.browser.post(path, body)
    expect(refused.body).toMatchObject({ code: 'confirmation_required', needsSecondFactor: true })
  }
})

test('V98: nobody makes a key without a session, whatever identity they claim', async () => {
  const ada = await app.person('Ada Claimed')
  const { secret } = await makeKey(ada, { scopes: ['keys:read', 'keys:write'] })
  for (const field of ['userId', 'ownerId', 'owner_id', 'orgId', 'teamId', 'createdBy', 'role', 'digest', 'id']) {
    const body = { ...wanted, [field]: ada.id }
    expect((await app.browser().post(`/teams/${ada.teamId}/keys`, body)).status, field).toBe(401)
    const inside = await ada.browser.post(`/teams/${ada.teamId}/keys`, body)
    expect(inside.body.errors, field).toEqual([{ field, code: 'unknown_field', message: expect.any(String) }])
  }
  for (const header of ['x-user-id', 'x-forwarded-user', 'x-team-id']) {
    const headers = { [header]: ada.id }
    expect((await app.browser().post(`/teams/${ada.teamId}/keys`, wanted, { headers })).status).toBe(401)
  }
  const byKey = await program(app, secret).send('POST', `/teams/${ada.teamId}/keys`, wanted)
  expect(byKey.body.code).toBe('closed_to_keys')
})

test('a key gets no scope its maker’s role does not have, and only owners and admins make the team’s own', async () => {
  const ada = await app.person('Ada Owner')
  const scopesOf = { viewer: ['runs:write'], billing: ['runs:read'], member: ['audit:read', 'usage:read'] } as const
  for (const [role, scopes] of Object.entries(scopesOf)) {
    const person = await app.person(`${role} Person`)
    await app.join(person, ada.teamId, role as keyof typeof scopesOf)
    for (const scope of scopes) {
      const refused = await person.browser.post(`/teams/${ada.teamId}/keys`, {
        ...wanted,
        scopes: ['team:read', scope],
      })
      expect(refused.body.code, `${role} ${scope}`).toBe('scope_beyond_role')
    }
    const service = { ...wanted, kind: 'service', scopes: ['team:read'] }
    expect((await person.browser.post(`/teams/${ada.teamId}/keys`, service)).body.code).toBe('service_key_by_admins')
  }
  const ben = await app.person('Ben Admin')
  await app.join(ben, ada.teamId, 'admin')
  const made = await makeKey(ben, { teamId: ada.teamId, kind: 'service', scopes: ['audit:read'] })
  expect(made.view).toMatchObject({ kind: 'service', owner: { id: ada.teamId } })
})

test('addresses are read strictly and kept as ranges', async () => {
  const ada = await app.person('Ada Addresses')
  const made = await makeKey(ada, { ipList: ['203.0.113.77/24', '2001:DB8::1', '203.0.113.0/24'] })
  expect(made.view.ipList).toEqual(['203.0.113.0/24', '2001:db8::1/128'])
  const refused = await ada.browser.post(`/teams/${ada.teamId}/keys`, {
    ...wanted,
    ipList: ['203.0.113.7', '010.0.0.1'],
  })
  expect(refused.body.errors).toEqual([{ field: 'ipList.1', code: 'address_invalid', message: expect.any(String) }])
})

test('V77: projects of another team, made-up ones and an empty list are refused', async () => {
  const [ada, zoe] = [await app.person('Ada Lovelace'), await app.person('Zoe Elsewhere')]
  const [shop, theirs] = [await makeProject(ada, 'Shop'), await makeProject(zoe, 'Theirs')]
  for (const ids of [[theirs], [shop, theirs], ['prj_made_up'], ['']]) {
    const answer = await askForKey(ada, ids)
    expect([answer.status, answer.body.code], String(ids)).toEqual([400, 'project_unknown'])
  }
  for (const ids of [[], 'all', [1], [['x']]]) expect((await askForKey(ada, ids)).status).toBe(400)
})

test('a team has a thousand keys at most, however many are made at once by however many people', async () => {
  const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Admin')]
  await app.join(ben, ada.teamId, 'admin')
  const { id } = await makeKey(ada)
  await app.sql(
    `INSERT INTO api_keys SELECT (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || lpad(n::text, 26, '0')))).*
     FROM api_keys k, generate_series(1, 997) n WHERE k.id = $1`,
    [id],
  )
  await confirm(ben)
  const make = ({ browser }: typeof ada) => browser.post(`/teams/${ada.teamId}/keys`, wanted)
  const answers = await Promise.all([ada, ben, ada, ben, ada, ben].map(make))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2)
  expect(answers.filter(({ body }) => body.code === 'too_many_keys')).toHaveLength(4)
})
