import { afterAll, expect, test, vi } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { seconds } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { crawled, makeProject } from './runs.fixture.ts'
import { drainBrowserWork, startBrowserWorker } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const zoe = await app.person('Zoe Elsewhere')

const site = await openSite({
  '/': html(
    'Shop',
    `<h2>News</h2><a href="/about?utm_source=x">About</a> <a href="/about#team">Team</a> <a href="/gone">Gone</a> <a href="/private/x">Private</a>
     <a href="/price.pdf">Prices</a><img src="/missing.png" alt=""><script>console.error('it broke'); throw new Error('and again')</script>
     <form name="search" action="/find"><label>Words <input name="q" required></label><input type="hidden" name="t"></form>`,
    '<meta name="description" content="All we sell">',
  ),
  '/about': (_request, response) =>
    response
      .writeHead(200, {
        'content-type': 'text/html',
        'content-security-policy': "object-src 'none'",
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      })
      .end(html('About', '<p style="color:#ccc;background:#fff">Hard to read</p>')),
  '/price.pdf': (_request, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
  '/robots.txt': 'User-agent: *\nDisallow: /private/\n',
})
afterAll(site.close)

test('a crawl reads every page of the site and makes suites of it', async () => {
  const projectId = await makeProject(app, ada, `${site.url}/`)
  const crawl = await crawled(app, ada, projectId)
  expect(crawl).toMatchObject({
    state: 'completed',
    phase: null,
    pagesFound: 4,
    pagesDone: 4,
    pagesBad: 2,
    problem: null,
    askedBy: { kind: 'user', id: ada.id, name: 'Ada Lovelace' },
    made: { suitesMade: 2 },
  })
  expect(crawl.made.casesMade).toBeGreaterThan(12)
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/crawls/${crawl.id}/pages?limit=3`)
  expect(body.nextAfter).toBe(2)
  const rest = await ada.browser.get(`/teams/${ada.teamId}/crawls/${crawl.id}/pages?after=2`)
  expect(rest.body.nextAfter).toBeNull()
  const pages: { url: string; position: number; outcome: string }[] = [...body.items, ...rest.body.items]
  const outcomes = Object.fromEntries(pages.map(({ url, outcome }) => [url.slice(site.url.length), outcome]))
  expect(outcomes).toEqual({ '/': 'ok', '/about': 'ok', '/gone': 'http_error', '/private/x': 'refused' })
  expect(site.visits).not.toContain('/private/x')

  const { body: page } = await ada.browser.get(`/teams/${ada.teamId}/crawls/${crawl.id}/pages/0`)
  expect(page).toMatchObject({
    status: 200,
    outcome: 'ok',
    title: 'Shop',
    language: 'en',
    headings: [
      { level: 1, text: 'Shop' },
      { level: 2, text: 'News' },
    ],
    meta: { description: 'All we sell' },
    forms: [{ name: 'search', fields: [{ name: 'q', label: 'Words', required: true, type: 'text' }] }],
    errors: expect.arrayContaining(['it broke', 'and again']),
    failures: [{ url: `${site.url}/missing.png`, why: 'answered 404' }],
    securityHeaders: { 'content-security-policy': null },
  })
  expect(page.timings.load).toBeGreaterThan(0)
  expect(page.timings.ttfb).not.toBeNull()
  expect(page.timings.cls).toBe(0)
  const states = Object.fromEntries(
    page.links.map((link: { href: string; state: string }) => [link.href.slice(site.url.length), link.state]),
  )
  expect(states).toEqual({
    '/about?utm_source=x': 'alive',
    '/about#team': 'alive',
    '/gone': 'dead',
    '/private/x': 'not_asked',
    '/price.pdf': 'alive',
  })
  const { body: about } = await ada.browser.get(
    `/teams/${ada.teamId}/crawls/${crawl.id}/pages/${pages.find(({ url }) => url.endsWith('/about'))?.position}`,
  )
  expect(about.securityHeaders).toMatchObject({
    'content-security-policy': "object-src 'none'",
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': null,
  })
  expect(about.accessibility.map(({ id }: { id: string }) => id)).toContain('color-contrast')
  const picture = await fetch(`${app.address}/api/v1/teams/${ada.teamId}/pictures/${page.pictureId}`, {
    headers: { cookie: [...ada.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(
    Buffer.from(await picture.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
  expect((await zoe.browser.get(`/teams/${zoe.teamId}/pictures/${page.pictureId}`)).status).toBe(404)
})

test('robots.txt can be left aside on one’s own site; caps of request and plan hold', async () => {
  const projectId = await makeProject(app, ada, `${site.url}/`)
  await app.sql('UPDATE projects SET respects_robots = false WHERE id = $1', [projectId])
  const crawl = await crawled(app, ada, projectId, { makeSuites: false })
  expect(crawl).toMatchObject({ pagesDone: 4, respectsRobots: false, made: null })
  expect(site.visits).toContain('/private/x')
  expect(await crawled(app, ada, projectId, { maxPages: 2 })).toMatchObject({ pagesDone: 2, maxPages: 2 })
  expect(await crawled(app, ada, projectId, { maxDepth: 0 })).toMatchObject({ pagesDone: 1 })
  const answer = await ada.browser.post(`/teams/${ada.teamId}/crawls`, { projectId, maxPages: 10_000 })
  expect(answer.body.maxPages).toBe(500) // Pro, as on the trial
  expect((await ada.browser.post(`/teams/${ada.teamId}/crawls/${answer.body.id}/cancellation`)).body.state).toBe(
    'cancelled',
  )
})

test('each crawl is a stranger to the site: what one was given the next has not', async () => {
  const shy = await openSite({
    '/': (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'basket=7; Path=/' })
        .end(html('Start', `<a href="/next">Next</a><script>localStorage.setItem('seen', 'yes')</script>`)),
    '/next': html('Next', `<script>document.title = localStorage.getItem('seen') ?? 'no'</script>`),
  })
  afterAll(shy.close)
  const projectId = await makeProject(app, ada, `${shy.url}/`)
  await crawled(app, ada, projectId, { makeSuites: false })
  const cookies = () =>
    shy.requests.filter(({ path }) => path === '/' || path === '/next').map(({ headers }) => headers.cookie)
  expect(cookies()).toEqual([undefined, 'basket=7'])
  await app.sql('UPDATE projects SET base_url = $2 WHERE id = $1', [projectId, `${shy.url}/next`])
  const again = await crawled(app, ada, projectId, { makeSuites: false })
  expect(cookies()).toEqual([undefined, 'basket=7', undefined])
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/crawls/${again.id}/pages`)
  expect(body.items[0].title).toBe('no')
})

test('a crawl beyond the plan is refused with what is used, and counted nowhere', async () => {
  const ben = await app.person('Ben Busy')
  await app.sql('UPDATE teams SET trial_ends_at = NULL WHERE id = $1', [ben.teamId])
  const projectId = await makeProject(app, ben, `${site.url}/`)
  const ask = () => ben.browser.post(`/teams/${ben.teamId}/crawls`, { projectId })
  const answers = await Promise.all(Array.from({ length: 13 }, ask))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10) // Free
  const refused = answers.find(({ status }) => status === 402)
  expect(refused?.body).toMatchObject({ code: 'limit_reached', meter: 'crawls', limit: 10, used: 10 })
  expect(await app.sql('SELECT id FROM crawls WHERE team_id = $1', [ben.teamId])).toHaveLength(10)
  await app.sql('DELETE FROM browser_work WHERE team_id = $1', [ben.teamId])
})

test('V144: a crawl that fails, is cancelled, or is cancelled many times at once gives no use back', async () => {
  const eve = await app.person('Eve Again')
  const used = async () =>
    (await eve.browser.get(`/teams/${eve.teamId}/usage`)).body.meters.find(
      ({ meter }: { meter: string }) => meter === 'crawls',
    ).used
  const projectId = await makeProject(app, eve, 'http://127.0.0.1:5432/')
  expect((await crawled(app, eve, projectId)).state).toBe('failed')
  expect(await used()).toBe(1)
  const { body } = await eve.browser.post(`/teams/${eve.teamId}/crawls`, { projectId })
  expect(await used()).toBe(2)
  const cancel = () => eve.browser.post(`/teams/${eve.teamId}/crawls/${body.id}/cancellation`)
  await Promise.all(Array.from({ length: 10 }, cancel))
  expect(await used()).toBe(2)
})

test('a site that cannot be reached, or may not be, fails the crawl with a reason', async () => {
  const closed = await openSite({})
  await closed.close()
  const dead = await makeProject(app, ada, `${closed.url}/`)
  expect(await crawled(app, ada, dead)).toMatchObject({
    state: 'failed',
    problem: expect.stringMatching(/reached|broke off/),
  })
  const database = await makeProject(app, ada, 'http://127.0.0.1:5432/')
  expect(await crawled(app, ada, database)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('may not be visited'),
  })
})

test('an archived project is not crawled, and a key sees only the projects it was made for', async () => {
  const projectId = await makeProject(app, ada, `${site.url}/`)
  const { id, secret } = await makeKey(ada, { scopes: ['runs:read', 'runs:write'] })
  await app.sql('UPDATE api_keys SET project_ids = $1 WHERE id = $2', [['prj_other'], id])
  const ci = program(app, secret)
  expect((await ci.send('POST', '/teams/current/crawls', { projectId })).status).toBe(404)
  await app.sql('UPDATE api_keys SET project_ids = $1 WHERE id = $2', [[projectId], id])
  const started = await ci.send('POST', '/teams/current/crawls', { projectId })
  expect(started.body).toMatchObject({ state: 'queued', askedBy: { kind: 'key', id } })
  expect((await ci.get('/teams/current/crawls')).body.items).toHaveLength(1)
  await ci.send('POST', `/teams/current/crawls/${started.body.id}/cancellation`)
  await app.sql('UPDATE projects SET archived_at = now() WHERE id = $1', [projectId])
  expect((await ada.browser.post(`/teams/${ada.teamId}/crawls`, { projectId })).body.code).toBe('project_archived')
})

test('a worker killed in the middle: another goes on where it stopped, and nothing is counted twice', async () => {
  const pages = Object.fromEntries(
    Array.from({ length: 8 }, (_, n) => [`/p${n}`, html(`Page ${n}`, `<a href="/p${n + 1}">next</a>`)]),
  )
  const chain = await openSite({ ...pages, '/': html('Start', '<a href="/p0">next</a>') })
  afterAll(chain.close)
  let stuck = true
  chain.set('/p3', (_request, response) => {
    if (!stuck) response.writeHead(200, { 'content-type': 'text/html' }).end(html('Page 3', '<a href="/p4">next</a>'))
  })
  const projectId = await makeProject(app, ada, `${chain.url}/`)
  const asked = await ada.browser.post(`/teams/${ada.teamId}/crawls`, { projectId, delayMs: 0 })
  const worker = startBrowserWorker(app.platform)
  await expect.poll(() => chain.visits.includes('/p3'), { timeout: 60_000 }).toBe(true)
  // Killed: it renews no more and says nothing. Its lease runs out, and what it still tries to write is refused.
  await app.sql("UPDATE browser_work SET held_by = 'hold_dead', lease_until = $2 WHERE id = $1", [
    asked.body.id,
    app.clock.now(),
  ])
  stuck = false
  app.clock.advance(seconds(30))
  await drainBrowserWork(app.platform)
  await worker.stop()
  const crawl = (await ada.browser.get(`/teams/${ada.teamId}/crawls/${asked.body.id}`)).body
  expect(crawl).toMatchObject({ state: 'completed', pagesDone: 10, made: { suitesMade: 9 } })
  for (const page of ['/', '/p0', '/p1', '/p2', '/p4', '/p8'])
    expect(
      chain.visits.filter((path) => path === page),
      page,
    ).toHaveLength(1)
  const used = await app.sql<{ n: number }>('SELECT count(*)::int AS n FROM crawl_pages WHERE crawl_id = $1', [
    asked.body.id,
  ])
  expect(used[0]?.n).toBe(10)
})
