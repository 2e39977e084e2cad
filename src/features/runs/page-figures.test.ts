import { setTimeout as wait } from 'node:timers/promises'
import { PNG } from 'pngjs'
import { afterAll, expect, test, vi } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { crawled, makeProject, ran } from './runs.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const picture = PNG.sync.write(new PNG({ width: 600, height: 400 }))
const head =
  '<link rel="canonical" href="https://shop.example/"><meta name="robots" content="noarchive"><meta property="og:title" content="The shop"><meta property="og:image" content="https://shop.example/a.png">'
// What comes late pushes the rest down: a shift of the layout that nobody asked for.
const late =
  "setTimeout(() => document.querySelector('main').insertAdjacentHTML('afterbegin', '<div style=\"height:300px\"></div>'), 50)"

test('a page is read with how fast it painted, how far it shifted, and what its head says', async () => {
  const image = '<img src="/big.png" alt="Wares" width="600" height="400">'
  const site = await openSite({
    // The load event waits for the slow script, so that the shift is over by then.
    '/': html('Shop', `${image}<script>${late}</script><script async src="/slow.js"></script>`, head),
    '/big.png': (_request, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(picture),
    '/slow.js': (_request, response) => void wait(400).then(() => response.end('')),
  })
  afterAll(site.close)
  const ada = await app.person('Ada Fast')
  const crawl = await crawled(app, ada, await makeProject(app, ada, `${site.url}/`))
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/crawls/${crawl.id}/pages/0`)
  expect(body.timings.fcp).toBeGreaterThan(0)
  expect(body.timings.lcp).toBeGreaterThanOrEqual(body.timings.fcp)
  expect(body.timings.cls).toBeGreaterThan(0.01)
  expect(body.meta).toEqual({
    ...{ description: null, canonical: 'https://shop.example/', robots: 'noarchive', viewport: 'width=device-width' },
    ...{ ogTitle: 'The shop', ogImage: 'https://shop.example/a.png' },
  })
})

test('where a page ends up is kept, and ending up elsewhere or loading too slowly fails the run', async () => {
  const site = await openSite({
    '/': (_request, response) => response.writeHead(302, { location: '/home' }).end(),
    '/home': html('Home', '<p>Welcome</p>'),
    '/elsewhere': html('Home', '<p>Welcome</p>'),
  })
  afterAll(site.close)
  const ada = await app.person('Ada Moved')
  const projectId = await makeProject(app, ada, `${site.url}/`)
  const crawl = await crawled(app, ada, projectId)
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/crawls/${crawl.id}/pages/0`)
  expect(body).toMatchObject({ status: 200, finalUrl: `${site.url}/home` })
  expect((await ran(app, ada, projectId)).run.state).toBe('completed')

  const budget = { kind: 'budget', params: { loadMs: 500 } }
  const suites = (await ada.browser.get(`/teams/${ada.teamId}/projects/${projectId}/suites`)).body.items
  await ada.browser.post(`/teams/${ada.teamId}/suites/${suites[0].id}/cases`, { name: 'Quick', definition: budget })
  site.set('/', (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end())
  site.set(
    '/elsewhere',
    (_request, response) =>
      void wait(900).then(() =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(html('Home', '<p>Welcome</p>')),
      ),
  )
  const { run, named } = await ran(app, ada, projectId)
  expect(run.state).toBe('failed')
  expect(named('Page loads')).toMatchObject({
    failureType: 'page_load',
    message: `The page ended at ${site.url}/elsewhere instead of ${site.url}/home.`,
  })
  expect(named('Quick')).toMatchObject({
    failureType: 'performance',
    message: expect.stringContaining('its budget is 500 ms'),
  })
})
