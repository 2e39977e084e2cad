import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { auditedIn, enrolled, invited, memberIn, onPlan, rolesIn, roomy } from './team.fixture.ts'

const app = await testApp()

test('the list shows members and invited people: searched, filtered, sorted, page by page', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  await roomy(app, team)
  const ben = await memberIn(app, team, 'admin', 'Ben Admin')
  const cleo = await memberIn(app, team, 'viewer', '100% Cleo_')
  await enrolled(app, ben)
  await invited(ada, team, 'Zed.Guest@Example.com', 'billing')
  const list = async (query = '', who = ada) => (await who.browser.get(`/teams/${team}/members${query}`)).body
  const names = async (query: string, who = ada) =>
    (await list(query, who)).items.map(({ name }: { name: string }) => name)

  const all = await list()
  expect(all.seats).toMatchObject({ limit: null, members: 3, pending: 1 })
  expect(all.rolesToGive).toEqual(['admin', 'member', 'viewer', 'billing', 'auditor'])
  expect(all.items.map(({ name }: { name: string }) => name)).toEqual([
    '100% Cleo_',
    'Ada Lovelace',
    'Ben Admin',
    'Zed.Guest@example.com',
  ])
  expect(all.items[2]).toMatchObject({
    id: ben.id,
    kind: 'member',
    initials: 'BA',
    role: 'admin',
    status: 'active',
    twoFactor: true,
    lastActiveAt: app.clock.now().toISOString(),
    you: false,
    mayRemove: true,
    version: 1,
  })
  expect(all.items[1]).toMatchObject({ you: true, mayRemove: false, twoFactor: false })
  expect(all.items[3]).toMatchObject({ kind: 'invitation', status: 'pending', role: 'billing', mayRemove: true })

  expect(await names('?search=100%25')).toEqual(['100% Cleo_'])
  expect(await names('?search=_')).toEqual(['100% Cleo_'])
  expect(await names('?search=EXAMPLE.com&role=billing')).toEqual(['Zed.Guest@example.com'])
  expect(await names('?status=active&role=viewer')).toEqual(['100% Cleo_'])
  expect(await names('?status=pending')).toEqual(['Zed.Guest@example.com'])
  expect(await names('?twoFactor=off')).toEqual(['100% Cleo_', 'Ada Lovelace'])
  expect(await names('?twoFactor=on')).toEqual(['Ben Admin'])
  app.clock.advance(days(7))
  expect(await names('?status=pending')).toEqual([])
  expect(await names('?status=expired')).toEqual(['Zed.Guest@example.com'])

  for (const sort of ['name', 'joined', 'active']) {
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await list(`?sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ id }: { id: string }) => id))
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect(new Set(seen).size, sort).toBe(4)
    expect(seen, sort).toHaveLength(4)
  }
  for (const wrong of ['x', 'W10', 'bnVsbA', Buffer.from('["a\\u0000","b"]').toString('base64url')])
    expect((await ada.browser.get(`/teams/${team}/members?cursor=${wrong}`)).status, wrong).toBe(400)

  // Who has no second factor, and when somebody was last here, is for those who manage members.
  const seenByViewer = await list('', cleo)
  expect(seenByViewer.items.find(({ id }: { id: string }) => id === ada.id)).toMatchObject({
    twoFactor: null,
    lastActiveAt: null,
    rolesToGive: [],
    mayRemove: false,
  })
  expect(await names('?twoFactor=on&status=active', cleo)).toHaveLength(3)
})

test('what somebody may do is the table the server decides by, with the reason', async () => {
  const ada = await app.person('Ada Lovelace')
  const vic = await memberIn(app, ada.teamId, 'viewer', 'Vic Viewer')
  const { rights } = (await ada.browser.get(`/teams/${ada.teamId}/members/${vic.id}`)).body
  const right = (id: string) => rights.find((one: { id: string }) => one.id === id)
  expect(right('runs.view')).toEqual({
    id: 'runs.view',
    says: 'See crawls, test runs and their results',
    allowed: true,
    because: 'Because they are a viewer.',
  })
  expect(right('runs.start')).toMatchObject({ allowed: false, because: 'Not part of being a viewer.' })
  const table = (await ada.browser.get('/roles')).body
  expect(table.permissions.find(({ id }: { id: string }) => id === 'billing.manage').roles).toEqual([
    'owner',
    'billing',
  ])
})

test('a role counts from the next request on; both versions are known; the member is told; old and new are audited', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  const ben = await memberIn(app, team, 'member', 'Ben Member')
  const path = `/teams/${team}/members/${ben.id}`
  expect((await ben.browser.patch(`/teams/${team}`, { name: 'Mine' }, { ifMatch: 1 })).body.code).toBe('forbidden')
  const changed = await ada.browser.patch(path, { role: 'admin' }, { ifMatch: 1 })
  expect(changed.body).toMatchObject({ role: 'admin', version: 2 })
  expect((await ben.browser.patch(`/teams/${team}`, { name: 'Mine' }, { ifMatch: 1 })).status).toBe(200)
  const stale = await ada.browser.patch(path, { role: 'viewer' }, { ifMatch: 1 })
  expect(stale.body).toMatchObject({ code: 'changed_meanwhile', current: { role: 'admin', version: 2 } })
  expect((await ada.browser.patch(path, { role: 'admin' }, { ifMatch: 2 })).body.version).toBe(2)
  const rows = await auditedIn(app, team, 'team.role_changed')
  expect(rows.map(({ target_id, details }) => [target_id, details.changes])).toEqual([
    [ben.id, { role: { from: 'member', to: 'admin' } }],
  ])
  const letter = (await app.mail(ben.email)).at(-1)
  expect(letter?.subject).toBe('You are an admin of Ada’s team now')
  expect(letter?.text).toContain('you were a member')
})

test('V96: an admin gives and takes only roles below their own, and never ownership', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  await roomy(app, team)
  const ben = await memberIn(app, team, 'admin', 'Ben Admin')
  const bea = await memberIn(app, team, 'admin', 'Bea Admin')
  const paul = await memberIn(app, team, 'billing', 'Paul Pays')
  const cleo = await memberIn(app, team, 'member', 'Cleo Member')
  const set = (id: string, role: string, ifMatch = 1) =>
    ben.browser.patch(`/teams/${team}/members/${id}`, { role }, { ifMatch })
  expect((await ben.browser.get(`/teams/${team}/members`)).body.rolesToGive).toEqual(['member', 'viewer', 'auditor'])
  for (const [who, role] of [
    [cleo, 'admin'],
    [cleo, 'billing'],
    [bea, 'member'],
    [paul, 'viewer'],
  ] as const)
    expect((await set(who.id, role)).body.code, `${who.fullName} ${role}`).toBe('role_not_yours')
  expect((await set(cleo.id, 'owner')).status).toBe(400)
  expect((await set(cleo.id, 'king')).status).toBe(400)
  expect((await ben.browser.delete(`/teams/${team}/members/${paul.id}`)).body.code).toBe('role_not_yours')
  const invite = { addresses: ['x@example.com'], role: 'admin', message: '' }
  expect((await ben.browser.post(`/teams/${team}/invitations`, invite)).body.code).toBe('role_not_yours')
  expect((await set(cleo.id, 'viewer')).status).toBe(200)
  expect((await set(ben.id, 'member')).status).toBe(200)
  expect((await set(cleo.id, 'member', 2)).body.code).toBe('forbidden')
  expect(await rolesIn(app, team)).toMatchObject({ [ben.id]: 'member', [bea.id]: 'admin', [paul.id]: 'billing' })
})

test('removing ends access and keys at once; taking back gives the role, for 30 days and only with a seat', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  const ben = await memberIn(app, team, 'member', 'Ben Member')
  const { secret } = await makeKey(ben, { teamId: team, scopes: ['team:read'] })
  const asKey = () => program(app, secret).get(`/teams/${team}`)
  expect((await asKey()).status).toBe(200)
  expect((await ada.browser.delete(`/teams/${team}/members/${ben.id}`)).status).toBe(204)
  expect((await ben.browser.get(`/teams/${team}`)).status).toBe(404)
  expect((await asKey()).status).toBe(401)
  expect((await ben.browser.get('/account')).status).toBe(200)
  expect((await app.mail(ben.email)).at(-1)?.subject).toMatch(/^You no longer belong to/)
  const former = (await ada.browser.get(`/teams/${team}/former-members`)).body.items
  expect(former).toMatchObject([{ id: ben.id, role: 'member', removedBy: 'Ada Lovelace' }])

  await onPlan(app, team, 'free')
  const restore = () => ada.browser.post(`/teams/${team}/former-members/${ben.id}/restoration`)
  expect((await restore()).body).toMatchObject({ code: 'seats_full', limit: 1, used: 1, plan: 'Free' })
  await onPlan(app, team, 'pro')
  app.clock.advance(days(29))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  expect((await restore()).body).toMatchObject({ role: 'member', status: 'active' })
  expect((await restore()).status).toBe(404)
  expect((await asKey()).status).toBe(401)
  expect((await app.mail(ben.email)).at(-1)?.subject).toMatch(/^You are back in/)
  expect(await auditedIn(app, team, 'team.member_restored')).toHaveLength(1)

  await ada.browser.delete(`/teams/${team}/members/${ben.id}`)
  app.clock.advance(days(30))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  expect((await restore()).status).toBe(404)
})

test('people prove who they are for roles and removals; a key with the scope has proven it, and acts as an admin', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  const ben = await memberIn(app, team, 'member', 'Ben Member')
  const { secret } = await makeKey(ada, { kind: 'service', scopes: ['team:read', 'team:manage'] })
  const reading = await makeKey(ada, { scopes: ['team:read'] })
  app.clock.advance(minutes(11))
  const change = (role: string, ifMatch: number) =>
    [`/teams/${team}/members/${ben.id}`, { role }, { headers: { 'if-match': `"${ifMatch}"` } }] as const
  expect((await ada.browser.patch(change('viewer', 1)[0], { role: 'viewer' }, { ifMatch: 1 })).body.code).toBe(
    'confirmation_required',
  )
  expect((await program(app, secret).send('PATCH', ...change('viewer', 1))).body.role).toBe('viewer')
  expect((await program(app, secret).send('PATCH', ...change('admin', 2))).body.code).toBe('role_not_yours')
  expect((await program(app, reading.secret).send('PATCH', ...change('member', 2))).body.code).toBe('scope_missing')
  expect((await program(app, secret).send('DELETE', `/teams/${team}/members/${ben.id}`)).status).toBe(204)
  app.clock.advance(hours(1))
})

test('V91: what belongs to another team is not found, whatever the path says', async () => {
  const ada = await app.person('Ada Lovelace')
  const zoe = await app.person('Zoe Elsewhere')
  const ben = await memberIn(app, zoe.teamId, 'member', 'Ben There')
  const id = await invited(zoe, zoe.teamId, 'gus@example.com')
  const mine = `/teams/${ada.teamId}`
  const answers = [
    await ada.browser.get(`${mine}/members/${ben.id}`),
    await ada.browser.patch(`${mine}/members/${ben.id}`, { role: 'viewer' }, { ifMatch: 1 }),
    await ada.browser.delete(`${mine}/members/${ben.id}`),
    await ada.browser.post(`${mine}/former-members/${ben.id}/restoration`),
    await ada.browser.post(`${mine}/invitations/${id}/letter`),
    await ada.browser.delete(`${mine}/invitations/${id}`),
    await ada.browser.post(`${mine}/ownership-offer`, { memberId: ben.id, shared: false }),
  ]
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
})
