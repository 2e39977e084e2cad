import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import type { CaseDefinition } from './case-kinds.ts'
import { localSite, makeCase, makeProject, makeSuite } from './projects.fixture.ts'

const app = await testApp()

const everyKind: CaseDefinition[] = [
  { kind: 'loads', params: { url: `${localSite}basket`, finalUrl: `${localSite}cart` } },
  { kind: 'heading', params: { title: 'Basket', heading: null } },
  { kind: 'no-console-errors', params: { known: ['Old one'] } },
  { kind: 'no-failed-requests', params: { known: [`${localSite}old.png`] } },
  { kind: 'links-alive', params: { links: [`${localSite}about`] } },
  { kind: 'forms', params: { forms: [{ fields: [{ name: 'q', type: 'search', label: 'Search' }] }] } },
  { kind: 'accessibility', params: { baseline: { 'image-alt': 0 } } },
  { kind: 'budget', params: { loadMs: 2_000 } },
  { kind: 'screenshot', params: { baselineId: null, threshold: 0.05 } },
  {
    kind: 'steps',
    params: {
      steps: [
        { do: 'goto', url: '/basket' },
        { do: 'fill', target: '#q', value: 'books' },
        { do: 'click', target: 'text=Search' },
        { do: 'expectText', text: 'Found' },
        { do: 'expectUrl', url: '/found' },
      ],
    },
  },
]

test('cases of every kind are added by hand, kept in order, changed and deleted', async () => {
  const ada = await app.person('Ada Lovelace')
  const project = await makeProject(ada)
  const suite = await makeSuite(ada, project.id)
  for (const definition of everyKind) await makeCase(ada, suite.id, definition)
  const path = `/teams/${ada.teamId}/suites/${suite.id}`
  const shown = (await ada.browser.get(path)).body
  expect(shown.items.map((one: { definition: CaseDefinition }) => one.definition)).toEqual(everyKind)
  expect(shown).toMatchObject({ cases: 10, enabledCases: 10, project: { id: project.id }, mayEdit: true })
  const [first, second] = shown.items
  const at = `/teams/${ada.teamId}/cases/${first.id}`
  const changed = await ada.browser.patch(
    at,
    { name: 'Ends in the cart', priority: 'high', enabled: false },
    { ifMatch: 1 },
  )
  expect(changed.body).toMatchObject({
    name: 'Ends in the cart',
    priority: 'high',
    enabled: false,
    edited: false,
    version: 2,
  })
  expect((await ada.browser.patch(at, { enabled: true }, { ifMatch: 1 })).body).toMatchObject({
    code: 'changed_meanwhile',
    current: { version: 2 },
  })
  const other = { definition: second.definition }
  expect((await ada.browser.patch(at, other, { ifMatch: 2 })).body.code).toBe('kind_fixed')
  expect((await ada.browser.delete(at)).status).toBe(204)
  expect((await ada.browser.delete(at)).status).toBe(404)
  expect((await ada.browser.get(path)).body.items).toHaveLength(9)
  const listed = (await ada.browser.get(`/teams/${ada.teamId}/projects/${project.id}/suites`)).body.items
  expect(listed).toMatchObject([{ id: suite.id, name: 'Basket', cases: 9, enabledCases: 9, source: 'manual' }])
  const acts = await app.sql<{ action: string; details: object }>(
    'SELECT action, details FROM audit_log WHERE log_id = $1 AND target_id = $2 ORDER BY at, id',
    [ada.teamId, first.id],
  )
  expect(acts).toMatchObject([
    { action: 'case.created', details: { kind: 'loads', suite: 'Basket' } },
    { action: 'case.changed', details: { changes: { name: { from: 'In time', to: 'Ends in the cart' } } } },
    { action: 'case.deleted', details: { name: 'Ends in the cart' } },
  ])
})

test('what a step types never stands in the audit log', async () => {
  const ada = await app.person('Ada Secret')
  const suite = await makeSuite(ada, (await makeProject(ada)).id)
  const typed = (value: string): CaseDefinition => ({
    kind: 'steps',
    params: { steps: [{ do: 'fill', target: '#password', value }] },
  })
  const one = await makeCase(ada, suite.id, typed('canary-one-7731'))
  await ada.browser.patch(
    `/teams/${ada.teamId}/cases/${one.id}`,
    { definition: typed('canary-two-7731') },
    { ifMatch: 1 },
  )
  const logged = await app.sql('SELECT details FROM audit_log WHERE target_id = $1', [one.id])
  expect(logged).toHaveLength(2)
  expect(JSON.stringify(logged)).not.toContain('canary')
  expect(app.logged()).not.toContain('canary')
})

test.each([
  { kind: 'steps', params: { steps: [] } },
  { kind: 'steps', params: { steps: [{ do: 'eval', code: 'process.exit()' }] } },
  { kind: 'steps', params: { steps: [{ do: 'fill', target: '#q', value: 'a\0b' }] } },
  { kind: 'budget', params: { loadMs: 1 } },
  { kind: 'budget', params: { loadMs: 3_000, more: 1 } },
  { kind: 'loads', params: { url: 'javascript:alert(1)' } },
  { kind: 'screenshot', params: { baselineId: null, threshold: 2 } },
  { kind: 'accessibility', params: { baseline: { 'a b': 1 } } },
  { kind: 'unknown', params: {} },
])('a case that makes no sense is refused: %j', async (definition) => {
  const { browser, teamId } = app.operator
  const listed = (await browser.get(`/teams/${teamId}/projects`)).body.items
  const project = listed[0] ?? (await makeProject(app.operator))
  const suite = await makeSuite(app.operator, project.id)
  const answer = await browser.post(`/teams/${teamId}/suites/${suite.id}/cases`, { name: 'Odd', definition })
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid'])
})

test('a suite is of a page of its project’s site; suites are renamed, searched, paged and deleted', async () => {
  const ada = await app.person('Ada Suites')
  const project = await makeProject(ada)
  const path = `/teams/${ada.teamId}/projects/${project.id}/suites`
  const elsewhere = await ada.browser.post(path, { name: 'Elsewhere', pageUrl: 'http://127.0.0.2:8099/' })
  expect(elsewhere.body).toMatchObject({ code: 'other_site', errors: [{ field: 'pageUrl' }] })
  const made = []
  for (let n = 0; n < 5; n++) made.push(await makeSuite(ada, project.id))
  const seen: string[] = []
  let cursor = ''
  do {
    const page = (await ada.browser.get(`${path}?limit=2${cursor && `&cursor=${cursor}`}`)).body
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor ?? ''
  } while (cursor)
  expect(seen).toEqual(made.map(({ id }) => id))
  const one = `/teams/${ada.teamId}/suites/${made[0].id}`
  expect((await ada.browser.patch(one, { name: 'Checkout' }, { ifMatch: 1 })).body).toMatchObject({
    name: 'Checkout',
    version: 2,
  })
  expect((await ada.browser.patch(one, { name: 'Late' }, { ifMatch: 1 })).status).toBe(412)
  expect((await ada.browser.get(`${path}?search=check`)).body.items).toHaveLength(1)
  expect((await ada.browser.delete(one)).status).toBe(204)
  expect((await ada.browser.get(one)).status).toBe(404)
  expect((await ada.browser.get(path)).body.items).toHaveLength(4)
})
