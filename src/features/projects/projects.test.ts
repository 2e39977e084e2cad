import { expect, test } from 'vitest'
import { confirm, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { joinTeam, localSite, makeCase, makeProject, makeSchedule, makeSuite } from './projects.fixture.ts'

const app = await testApp()
const other = await app.node()

const audited = (teamId: string, id: string) =>
  app.sql<{ action: string; actor_kind: string; details: Record<string, unknown> }>(
    'SELECT action, actor_kind, details FROM audit_log WHERE log_id = $1 AND target_id = $2 ORDER BY at, id',
    [teamId, id],
  )
const putOn = (teamId: string, plan: string) =>
  app.sql(
    `INSERT INTO plan_periods (team_id, starts_at, plan_id, anchor_at) VALUES ($1, $2, $3, $2)
     ON CONFLICT (team_id, starts_at) DO UPDATE SET plan_id = excluded.plan_id`,
    [teamId, app.clock.now(), plan],
  )
const projects = async ({ browser, teamId }: Person, query = '') =>
  (await browser.get(`/teams/${teamId}/projects${query}`)).body

test('a project is made, shown, listed and changed, and each stands in the audit log', async () => {
  const ada = await app.person('Ada Lovelace')
  const body = { name: '  Book shop ', baseUrl: 'HTTP://127.0.0.1:8099/shop#top', description: 'One line\nand another' }
  const made = await ada.browser.post(`/teams/${ada.teamId}/projects`, body)
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      name: 'Book shop',
      baseUrl: 'http://127.0.0.1:8099/shop',
      description: 'One line\nand another',
      respectsRobots: true,
      archivedAt: null,
      createdBy: { id: ada.id, name: 'Ada Lovelace' },
      suites: 0,
      cases: 0,
      schedules: 0,
      crawled: false,
      mayEdit: true,
      mayManage: true,
      version: 1,
    },
  ])
  const path = `/teams/${ada.teamId}/projects/${made.body.id}`
  const changed = await ada.browser.patch(path, { name: 'Books', respectsRobots: false }, { ifMatch: 1 })
  expect([changed.status, changed.body.name, changed.headers.get('etag')]).toEqual([200, 'Books', '"2"'])
  expect((await ada.browser.get(path)).body).toEqual(changed.body)
  expect((await projects(ada)).items).toEqual([changed.body])
  const late = await ada.browser.patch(path, { name: 'Late' }, { ifMatch: 1 })
  expect(late.body).toMatchObject({ code: 'changed_meanwhile', current: { name: 'Books', version: 2 } })
  expect((await ada.browser.patch(path, { name: 'Books' }, { ifMatch: 2 })).body.version).toBe(2)
  expect(await audited(ada.teamId, made.body.id)).toMatchObject([
    { action: 'project.created', details: { name: 'Book shop', baseUrl: 'http://127.0.0.1:8099/shop' } },
    {
      action: 'project.changed',
      details: { changes: { name: { from: 'Book shop', to: 'Books' }, respectsRobots: { from: true, to: false } } },
    },
  ])
})

test.each([
  ['name', { name: '' }],
  ['name', { name: 'x'.repeat(81) }],
  ['name', { name: 'a\u202eb' }],
  ['baseUrl', { baseUrl: 'shop.example' }],
  ['baseUrl', { baseUrl: 'javascript:alert(1)' }],
  ['baseUrl', { baseUrl: 'file:///etc/passwd' }],
  ['baseUrl', { baseUrl: 'https://ada:secret@shop.example/' }],
  ['description', { description: 'x'.repeat(501) }],
  ['team_id', { team_id: 'team_x' }],
])('%s is refused: %j', async (field, wrong) => {
  const { browser, teamId } = app.operator
  const answer = await browser.post(`/teams/${teamId}/projects`, { name: 'Shop', baseUrl: localSite, ...wrong })
  expect([answer.status, answer.body.errors[0].field]).toEqual([400, field])
})

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'http://100.100.100.200/',
  'http://0x64.0x64.0x64.0xc8/',
  'http://224.0.0.1/',
  'http://no-such-host.invalid/',
])('%s is no address to test, also with private ones allowed', async (baseUrl) => {
  const { browser, teamId } = app.operator
  const answer = await browser.post(`/teams/${teamId}/projects`, { name: 'Shop', baseUrl })
  expect([answer.status, answer.body.code]).toEqual([400, 'address_refused'])
})

test('lists are searched, paged without gaps, and keep archived projects apart', async () => {
  const ada = await app.person('Ada Lister')
  const names = ['Alpha 100%', 'Beta_1', 'Gamma', 'Delta', 'Epsilon']
  const made = []
  for (const name of names) made.push(await makeProject(ada, { name }))
  const seen: string[] = []
  let cursor = ''
  do {
    const page = await projects(ada, `?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items.map(({ name }: { name: string }) => name))
    cursor = page.nextCursor ?? ''
  } while (cursor)
  expect(seen).toEqual([...names].reverse())
  const search = async (text: string) =>
    (await projects(ada, `?search=${encodeURIComponent(text)}`)).items.map(({ name }: { name: string }) => name)
  expect(await search('amma')).toEqual(['Gamma'])
  expect(await search('%')).toEqual(['Alpha 100%'])
  expect(await search('a_1')).toEqual(['Beta_1'])
  expect(await search('127.0.0.1')).toHaveLength(5)
  await ada.browser.post(`/teams/${ada.teamId}/projects/${made[0].id}/archival`)
  expect((await projects(ada)).items).toHaveLength(4)
  expect((await projects(ada, '?archived=true')).items).toMatchObject([{ name: 'Alpha 100%' }])
  expect((await projects(ada)).room).toEqual({ used: 4, limit: 10, plan: 'Pro' })
})

test('of 5 × N made at once on two nodes exactly N fit the plan; archived ones do not count, and come back only where there is room', async () => {
  const ada = await app.person('Ada Crowd')
  await putOn(ada.teamId, 'starter')
  const [here, there] = [ada.browser, other.browser(ada.browser)]
  const make = (n: number) =>
    (n % 2 ? here : there).post(`/teams/${ada.teamId}/projects`, { name: `Shop ${n}`, baseUrl: localSite })
  const answers = await Promise.all(Array.from({ length: 15 }, (_, n) => make(n)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
  const refused = answers.filter(({ status }) => status === 402)
  expect(refused).toHaveLength(12)
  expect(refused[0]?.body).toMatchObject({
    code: 'limit_reached',
    meter: 'projects',
    limit: 3,
    used: 3,
    plan: 'Starter',
  })

  const [first, second] = (await projects(ada)).items
  const archival = `/teams/${ada.teamId}/projects/${first.id}/archival`
  expect((await ada.browser.post(archival)).body.archivedAt).toBe(app.clock.now().toISOString())
  expect((await ada.browser.post(archival)).status).toBe(200)
  expect((await make(100)).status).toBe(201)
  expect((await ada.browser.delete(archival)).body).toMatchObject({ code: 'limit_reached', used: 3 })
  await ada.browser.post(`/teams/${ada.teamId}/projects/${second.id}/archival`)
  const both = [first, second].map(({ id }) => ada.browser.delete(`/teams/${ada.teamId}/projects/${id}/archival`))
  expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 402])
  expect((await audited(ada.teamId, first.id)).filter(({ action }) => action === 'project.archived')).toHaveLength(1)
  expect(
    await app.sql('SELECT count FROM usage_standing WHERE team_id = $1 AND meter = $2', [ada.teamId, 'projects']),
  ).toEqual([{ count: 3 }])
})

test('deleting needs a fresh proof and the typed name, and takes suites, cases and schedules along', async () => {
  const ada = await app.person('Ada Deleter')
  const project = await makeProject(ada, { name: 'Old shop' })
  const suite = await makeSuite(ada, project.id)
  const one = await makeCase(ada, suite.id)
  const schedule = await makeSchedule(ada, project.id, { suiteId: suite.id })
  const path = `/teams/${ada.teamId}/projects/${project.id}`
  app.clock.advance(minutes(11))
  expect((await ada.browser.post(`${path}/deletion`, { name: 'Old shop' })).body.code).toBe('confirmation_required')
  await confirm(ada)
  expect((await ada.browser.post(`${path}/deletion`, { name: 'old shop' })).body.code).toBe('name_wrong')
  expect((await ada.browser.post(`${path}/deletion`, { name: 'Old shop' })).status).toBe(204)
  for (const [table, id] of [
    ['projects', project.id],
    ['suites', suite.id],
    ['cases', one.id],
    ['schedules', schedule.id],
  ])
    expect(await app.sql(`SELECT 1 FROM ${table} WHERE id = $1`, [id])).toEqual([])
  expect((await ada.browser.get(path)).status).toBe(404)
  expect((await audited(ada.teamId, project.id)).at(-1)).toMatchObject({
    action: 'project.deleted',
    details: { name: 'Old shop', suites: 1, cases: 1, schedules: 1 },
  })
})

test('another team, and a key limited to other projects, find nothing; such a key makes none', async () => {
  const ada = await app.person('Ada Owner')
  const zoe = await app.person('Zoe Outside')
  const [seen, hidden] = [await makeProject(ada, { name: 'Seen' }), await makeProject(ada, { name: 'Hidden' })]
  const suite = await makeSuite(ada, hidden.id)
  const one = await makeCase(ada, suite.id)
  const schedule = await makeSchedule(ada, hidden.id)
  const key = await makeKey(ada, { kind: 'service', scopes: ['projects:read', 'projects:write', 'projects:manage'] })
  await app.sql('UPDATE api_keys SET project_ids = $2 WHERE id = $1', [key.id, [seen.id]])
  await app.drain()
  const limited = program(app, key.secret)
  const at = (teamId: string) => [
    ['GET', `/teams/${teamId}/projects/${hidden.id}`],
    ['POST', `/teams/${teamId}/projects/${hidden.id}/archival`],
    ['GET', `/teams/${teamId}/projects/${hidden.id}/suites`],
    ['GET', `/teams/${teamId}/suites/${suite.id}`],
    ['GET', `/teams/${teamId}/suites/${suite.id}/spec`],
    ['DELETE', `/teams/${teamId}/suites/${suite.id}`],
    ['DELETE', `/teams/${teamId}/cases/${one.id}`],
    ['DELETE', `/teams/${teamId}/schedules/${schedule.id}`],
  ]
  for (const [method = '', path = ''] of at(ada.teamId))
    expect((await limited.send(method, path)).status, path).toBe(404)
  for (const [method = '', path = ''] of [...at(ada.teamId), ...at(zoe.teamId)])
    expect((await zoe.browser.send(method, path)).status, path).toBe(404)
  const listed = (await limited.get('/teams/current/projects')).body.items
  expect(listed.map(({ name }: { name: string }) => name)).toEqual(['Seen'])
  expect((await limited.get('/teams/current/schedules')).body.items).toEqual([])
  const made = await limited.send('POST', '/teams/current/projects', { name: 'More', baseUrl: localSite })
  expect(made.body.code).toBe('key_limited')
  expect(
    (await limited.send('PATCH', `/teams/current/projects/${seen.id}`, { name: 'Shop' }, { ifMatch: 1 })).status,
  ).toBe(200)
  expect((await audited(ada.teamId, seen.id)).at(-1)).toMatchObject({ action: 'project.changed', actor_kind: 'key' })
})

test('a member changes suites and schedules, a viewer reads, and neither manages projects', async () => {
  const ada = await app.person('Ada Roles')
  const project = await makeProject(ada)
  for (const [role, edits] of [
    ['member', 201],
    ['viewer', 403],
  ] as const) {
    const mia = await app.person('Mia Role')
    await joinTeam(app, mia, ada.teamId, role)
    const path = `/teams/${ada.teamId}/projects`
    expect((await mia.browser.get(`${path}/${project.id}`)).body).toMatchObject({
      mayManage: false,
      mayEdit: edits === 201,
    })
    expect((await mia.browser.post(path, { name: 'Mine', baseUrl: localSite })).status).toBe(403)
    expect((await mia.browser.patch(`${path}/${project.id}`, { name: 'Mine' }, { ifMatch: 1 })).status).toBe(403)
    const suite = { name: 'Basket', pageUrl: `${localSite}basket` }
    expect((await mia.browser.post(`${path}/${project.id}/suites`, suite)).status).toBe(edits)
    expect((await mia.browser.post(`${path}/${project.id}/schedules`, { cron: '0 9 * * *' })).status).toBe(edits)
  }
})

test('who leaves takes nothing along: what they made stays, without their name', async () => {
  const ada = await app.person('Ada Stays')
  const ben = await app.person('Ben Leaver')
  await joinTeam(app, ben, ada.teamId, 'admin')
  const project = await makeProject(ben, { team: ada.teamId })
  const schedule = await makeSchedule(ben, project.id, {}, ada.teamId)
  expect(schedule.createdBy.name).toBe('Ben Leaver')
  await app.sql('DELETE FROM users WHERE id = $1', [ben.id])
  expect((await ada.browser.get(`/teams/${ada.teamId}/projects/${project.id}`)).body.createdBy).toBeNull()
  const [kept] = (await ada.browser.get(`/teams/${ada.teamId}/schedules`)).body.items
  expect(kept).toMatchObject({ id: schedule.id, createdBy: null, enabled: true })
  expect(kept.nextTimes).toHaveLength(5)
})
