import { expect, test } from 'vitest'
import { type Person, testApp } from '#tests/harness.ts'
import type { CrawledPage } from './crawled-cases.ts'
import { crawledPage, localSite, makeCase, makeProject } from './projects.fixture.ts'
import { acceptBaseline, casesOf, strategies, suitesFromCrawl, suiteWithCases } from './public.ts'

const app = await testApp()

const crawl = (teamId: string, projectId: string, pages: CrawledPage[]) =>
  app.platform.db.transaction((tx) => suitesFromCrawl(tx, { teamId, projectId, pages }, app.clock.now()))

/** Every suite of a project with its cases, without what differs from crawl to crawl. */
async function looked({ browser, teamId }: Person, projectId: string) {
  const { items } = (await browser.get(`/teams/${teamId}/projects/${projectId}/suites?limit=200`)).body
  const suites = []
  for (const { id } of items) {
    const { name, pageUrl, source, items: cases } = (await browser.get(`/teams/${teamId}/suites/${id}`)).body
    // biome-ignore lint/suspicious/noExplicitAny: tests look into it
    suites.push({ name, pageUrl, source, cases: cases.map(({ id, suiteId, version, ...rest }: any) => rest) })
  }
  return suites
}
const suiteOf = async ({ browser, teamId }: Person, projectId: string, search: string) => {
  const { items } = (await browser.get(`/teams/${teamId}/projects/${projectId}/suites?search=${search}`)).body
  return (await browser.get(`/teams/${teamId}/suites/${items[0].id}`)).body
}
// biome-ignore lint/suspicious/noExplicitAny: tests look into it
const caseIn = (suite: any, kind: string) => suite.items.find((one: any) => one.definition.kind === kind)

test('one suite per good page; the same crawl gives the same cases, whatever order it went in', async () => {
  const ada = await app.person('Ada Lovelace')
  const [first, second] = [await makeProject(ada), await makeProject(ada)]
  const pages = [crawledPage('b'), crawledPage('a'), crawledPage('broken', { status: 500 }), crawledPage('a')]
  expect(await crawl(ada.teamId, first.id, pages)).toEqual({ suitesMade: 2, casesMade: 18, casesUpdated: 0 })
  await crawl(ada.teamId, second.id, [...pages].reverse())
  const made = await looked(ada, first.id)
  expect(made).toEqual(await looked(ada, second.id))
  expect(made.map(({ pageUrl, source }) => [pageUrl, source])).toEqual([
    [`${localSite}a`, 'crawl'],
    [`${localSite}b`, 'crawl'],
  ])
  expect(made[0]?.cases.map((one: { definition: unknown }) => one.definition)).toEqual([
    { kind: 'loads', params: { url: `${localSite}a` } },
    { kind: 'heading', params: { title: 'Page a', heading: 'Heading a' } },
    { kind: 'no-console-errors', params: { known: [] } },
    { kind: 'no-failed-requests', params: { known: [] } },
    { kind: 'links-alive', params: { links: [`${localSite}about`], known: [`${localSite}gone`] } },
    { kind: 'forms', params: { forms: [{ fields: [{ name: 'q', type: 'search', label: 'Search' }] }] } },
    { kind: 'accessibility', params: { baseline: { 'image-alt': 2 } } },
    { kind: 'budget', params: { loadMs: 3_000 } },
    { kind: 'screenshot', params: { baselineId: 'img_1', threshold: 0.01 } },
  ])
  expect(await crawl(ada.teamId, first.id, pages)).toEqual({ suitesMade: 0, casesMade: 0, casesUpdated: 0 })
  expect(await looked(ada, first.id)).toEqual(made)
})

test('a page without links, forms, findings or picture has no case for them', async () => {
  const ada = await app.person('Ada Bare')
  const project = await makeProject(ada)
  const bare = { links: [], forms: [], accessibility: null, loadMs: null, screenshotId: null, heading: null, title: '' }
  await crawl(ada.teamId, project.id, [crawledPage('bare?x=1', { ...bare, finalUrl: `${localSite}end` })])
  const [suite] = await looked(ada, project.id)
  expect(suite?.name).toBe('/bare?x=1')
  expect(suite?.cases.map((one: { definition: unknown }) => one.definition)).toEqual([
    { kind: 'loads', params: { url: `${localSite}bare?x=1`, finalUrl: `${localSite}end` } },
    { kind: 'heading', params: { title: '', heading: null } },
    { kind: 'no-console-errors', params: { known: [] } },
    { kind: 'no-failed-requests', params: { known: [] } },
  ])
})

test('a new crawl brings cases up to date, but not what people edited, added, switched off, deleted or accepted', async () => {
  const ada = await app.person('Ada Again')
  const project = await makeProject(ada)
  await crawl(ada.teamId, project.id, [crawledPage('a'), crawledPage('kept')])
  const suite = await suiteOf(ada, project.id, '/a')
  const at = `/teams/${ada.teamId}/cases`
  const [loads, heading, links, console, forms] = [
    caseIn(suite, 'loads'),
    caseIn(suite, 'heading'),
    caseIn(suite, 'links-alive'),
    caseIn(suite, 'no-console-errors'),
    caseIn(suite, 'forms'),
  ]
  const edited = { kind: 'heading', params: { title: 'Ours', heading: null } }
  await ada.browser.patch(`${at}/${heading.id}`, { definition: edited }, { ifMatch: 1 })
  await ada.browser.patch(`${at}/${console.id}`, { enabled: false }, { ifMatch: 1 })
  await ada.browser.patch(`/teams/${ada.teamId}/suites/${suite.id}`, { name: 'Front' }, { ifMatch: 1 })
  expect((await ada.browser.delete(`${at}/${forms.id}`)).status).toBe(204)
  const added = await makeCase(ada, suite.id)
  const screenshot = caseIn(suite, 'screenshot')
  const accept = { teamId: ada.teamId, caseId: screenshot.id, baselineId: 'img_2' }
  expect(await app.platform.db.transaction((tx) => acceptBaseline(tx, accept))).toBe(true)

  const changed = crawledPage('a', {
    title: 'New title',
    finalUrl: `${localSite}new`,
    consoleErrors: ['Boom', 'Boom'],
    links: [{ url: `${localSite}fresh`, alive: true }],
    accessibility: { 'image-alt': 9 },
    loadMs: 9_000,
    screenshotId: 'img_3',
  })
  expect(await crawl(ada.teamId, project.id, [changed])).toEqual({ suitesMade: 0, casesMade: 0, casesUpdated: 3 })
  const now = await suiteOf(ada, project.id, '/a')
  expect(now.name).toBe('Front')
  expect(caseIn(now, 'heading')).toMatchObject({ definition: edited, edited: true })
  expect(caseIn(now, 'no-console-errors')).toMatchObject({
    enabled: false,
    definition: { params: { known: ['Boom'] } },
  })
  expect(caseIn(now, 'forms')).toBeUndefined()
  expect(caseIn(now, 'links-alive')).toMatchObject({
    id: links.id,
    definition: { params: { links: [`${localSite}fresh`] } },
  })
  expect(caseIn(now, 'loads')).toMatchObject({
    id: loads.id,
    version: 2,
    definition: { params: { finalUrl: `${localSite}new` } },
  })
  expect(caseIn(now, 'accessibility').definition.params.baseline).toEqual({ 'image-alt': 2 })
  expect(caseIn(now, 'screenshot').definition.params.baselineId).toBe('img_2')
  expect(now.items.filter(({ id }: { id: string }) => id === added.id)).toHaveLength(1)
  expect((await suiteOf(ada, project.id, 'kept')).items).toHaveLength(9)
})

test('two crawls of one project at once make each suite once', async () => {
  const ada = await app.person('Ada Twice')
  const project = await makeProject(ada)
  const pages = Array.from({ length: 20 }, (_, n) => crawledPage(`p${n}`))
  const made = await Promise.all([1, 2, 3].map(() => crawl(ada.teamId, project.id, pages)))
  expect(made.map(({ suitesMade }) => suitesMade).sort()).toEqual([0, 0, 20])
  expect(await looked(ada, project.id)).toHaveLength(20)
})

test('what a page may hold is stored: odd characters, endless texts, hundreds of pages', async () => {
  const ada = await app.person('Ada Odd')
  const project = await makeProject(ada)
  const odd = crawledPage('odd', {
    title: 'a\0b\ud800c\u202e '.repeat(500),
    heading: '\udfff',
    consoleErrors: Array.from({ length: 300 }, (_, n) => `${n}\0`.padEnd(3_000, 'x')),
    links: Array.from({ length: 900 }, (_, n) => ({ url: `${localSite}${n}`, alive: true })),
    forms: Array.from({ length: 50 }, () => ({
      fields: Array.from({ length: 300 }, () => ({ name: '\0', type: 't', label: '' })),
    })),
  })
  const many = Array.from({ length: 500 }, (_, n) => crawledPage(`many/${n}`))
  expect(await crawl(ada.teamId, project.id, [odd, ...many])).toMatchObject({ suitesMade: 501, casesMade: 4_509 })
  const suite = await suiteOf(ada, project.id, '/odd')
  expect(caseIn(suite, 'links-alive').definition.params.links).toHaveLength(500)
  // Whatever a crawl stores, a person can save again.
  const { id, version, definition } = caseIn(suite, 'forms')
  expect(
    (await ada.browser.patch(`/teams/${ada.teamId}/cases/${id}`, { definition, enabled: false }, { ifMatch: version }))
      .status,
  ).toBe(200)
  expect(await crawl(ada.teamId, 'prj_gone', [odd])).toEqual({ suitesMade: 0, casesMade: 0, casesUpdated: 0 })
})

test('runs ask for cases by suite, case and strategy; those switched off are left out', async () => {
  const ada = await app.person('Ada Chooser')
  const project = await makeProject(ada)
  await crawl(ada.teamId, project.id, [crawledPage('a'), crawledPage('b')])
  const { db } = app.platform
  const all = await casesOf(db, ada.teamId, project.id)
  expect(all).toHaveLength(18)
  expect(all[0]).toMatchObject({
    suite_name: 'Page a',
    page_url: `${localSite}a`,
    kind: 'loads',
    project_id: project.id,
  })
  const smoke = await casesOf(db, ada.teamId, project.id, strategies.smoke)
  expect(smoke.map(({ kind }) => kind)).toEqual(['loads', 'loads'])
  const high = await casesOf(db, ada.teamId, project.id, strategies['high-priority'])
  expect(high.map(({ kind }) => kind)).toEqual(['loads', 'forms', 'loads', 'forms'])
  const [one] = all
  const off = await ada.browser.patch(`/teams/${ada.teamId}/cases/${one?.id}`, { enabled: false }, { ifMatch: 1 })
  expect(off.body.edited).toBe(false)
  expect(await casesOf(db, ada.teamId, project.id, { caseIds: [one?.id ?? ''] })).toEqual([])
  expect(await casesOf(db, ada.teamId, project.id, { suiteIds: [one?.suite_id ?? ''] })).toHaveLength(8)
  const sight = { teamId: ada.teamId, only: null }
  expect((await suiteWithCases(db, sight, one?.suite_id ?? ''))?.cases).toHaveLength(9)
  expect(await suiteWithCases(db, { ...sight, only: [] }, one?.suite_id ?? '')).toBeUndefined()
})
