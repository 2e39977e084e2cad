import { afterAll, expect, test, vi } from 'vitest'
import { seconds } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { crawled, makeProject } from './runs.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const ada = await app.person('Ada Lovelace')

test('links that no page was visited for are asked as robots.txt has it: what it disallows not at all, the rest one by one with its pause', async () => {
  const asked: { path: string; at: number }[] = []
  const site = await openSite({
    '/robots.txt': 'User-agent: *\nDisallow: /private/\nCrawl-delay: 1\n',
    '/': html(
      'Shop',
      ['/private/x.pdf', '/one.pdf', '/two.pdf', '/three.pdf'].map((path) => `<a href="${path}">${path}</a>`).join(' '),
    ),
    '*': (request, response) => {
      asked.push({ path: request.url ?? '', at: performance.now() })
      response.writeHead(200, { 'content-type': 'application/pdf' }).end()
    },
  })
  afterAll(site.close)
  const projectId = await makeProject(app, ada, `${site.url}/`)
  const crawl = await crawled(app, ada, projectId)
  expect(crawl.state).toBe('completed')
  expect(asked.map(({ path }) => path)).toEqual(['/one.pdf', '/two.pdf', '/three.pdf'])
  // A timer may fire a millisecond early.
  for (const [at, one] of asked.slice(1).entries()) expect(one.at - (asked[at]?.at ?? 0)).toBeGreaterThan(seconds(0.9))
  const { body: page } = await ada.browser.get(`/teams/${ada.teamId}/crawls/${crawl.id}/pages/0`)
  expect(page.links.map(({ state }: { state: string }) => state)).toEqual(['not_asked', 'alive', 'alive', 'alive'])
})
