import { afterAll, expect, test, vi } from 'vitest'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { tracesOf } from '#tests/traces.ts'
import { crawled, makeProject } from './runs.fixture.ts'
import { drainBrowserWork } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

/** A site whose pages wait, once told to, until they are let go. */
async function slowSite() {
  let letGo = () => {}
  let gate = Promise.resolve()
  const page = (title: string) => html(title, '<a href="/about">About</a>')
  const site = await openSite({})
  for (const [path, title] of [
    ['/', 'Shop'],
    ['/about', 'About'],
  ] as const)
    site.set(path, (_request, response) => {
      void gate.then(() => response.writeHead(200, { 'content-type': 'text/html' }).end(page(title)))
    })
  afterAll(async () => {
    letGo()
    await site.close()
  })
  return {
    site,
    hold: () => {
      gate = new Promise((resolve) => {
        letGo = resolve
      })
    },
    letGo: () => letGo(),
  }
}

const leave = async (who: Person) => {
  await confirm(who)
  const body = { when: 'now', password: who.password, confirm: 'DELETE' }
  expect((await who.browser.post('/account/deletion', body)).status).toBe(202)
  await app.drain()
  expect(await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).toEqual([])
}

const rowsOf = (table: string, teamId: string) => app.sql(`SELECT 1 FROM ${table} WHERE team_id = $1`, [teamId])

/** Starts a crawl or run, and answers once its browser waits for the site. */
async function underWay(who: Person, teamId: string, what: 'crawls' | 'runs', projectId: string) {
  const slow = sites.get(projectId)
  slow?.hold()
  const before = slow?.site.visits.length ?? 0
  const { body } = await who.browser.post(`/teams/${teamId}/${what}`, {
    projectId,
    ...(what === 'crawls' && { delayMs: 0 }),
  })
  const working = drainBrowserWork(app.platform)
  await expect.poll(() => slow?.site.visits.length ?? 0, { timeout: 60_000 }).toBeGreaterThan(before)
  return { id: body.id as string, working, letGo: slow?.letGo ?? (() => {}) }
}
const sites = new Map<string, Awaited<ReturnType<typeof slowSite>>>()

async function projectOf(who: Person, teamId = who.teamId): Promise<string> {
  const slow = await slowSite()
  const projectId = await makeProject(app, who, `${slow.site.url}/`, { teamId })
  sites.set(projectId, slow)
  await crawled(app, { ...who, teamId }, projectId, { maxPages: 2 })
  return projectId
}

for (const what of ['runs', 'crawls'] as const) {
  test(`${what} under way of a team that goes are cancelled with it: nothing of them is written any more, and nobody is told`, async () => {
    const lea = await app.person('Lea Alone')
    const projectId = await projectOf(lea)
    const { working, letGo } = await underWay(lea, lea.teamId, what, projectId)
    await leave(lea)
    letGo()
    await working
    for (const table of [
      'browser_work',
      'runs',
      'run_cases',
      'crawls',
      'crawl_pages',
      'pictures',
      'projects',
      'notifications',
    ])
      expect(await rowsOf(table, lea.teamId), table).toEqual([])
    expect(app.logged()).not.toContain('a crawl or run broke off')
    expect(await tracesOf(app, [lea.email])).toEqual([])
  })

  test(`${what} under way of a team that stays go on to their end, without who started them`, async () => {
    const otto = await app.person('Otto Stays')
    const lea = await app.person('Lea Leaves')
    await app.join(lea, otto.teamId, 'admin')
    const projectId = await projectOf(otto)
    const { id, working, letGo } = await underWay(lea, otto.teamId, what, projectId)
    await leave(lea)
    letGo()
    await working
    await burstOver(app)
    const { body } = await otto.browser.get(`/teams/${otto.teamId}/${what}/${id}`)
    expect(body).toMatchObject({ state: 'completed', askedBy: { name: 'Former member' } })
    const [row] = await app.sql<{ asked_by: object }>(`SELECT asked_by FROM ${what} WHERE id = $1`, [id])
    expect(row?.asked_by).toEqual({ kind: 'user', id: 'former', name: 'Former member' })
    expect(await tracesOf(app, [lea.email, lea.fullName])).toEqual([])
  })
}
