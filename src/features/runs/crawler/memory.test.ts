import { afterAll, expect, test, vi } from 'vitest'
import { html, openSite } from '#tests/site.ts'
import { openCrawler } from './crawler.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const mebibyte = 2 ** 20
const { crawl, browser } = await openCrawler({ mostMemory: 700 * mebibyte })

const links = (...paths: string[]): string => paths.map((path) => `<a href="${path}">${path}</a> `).join('')

/** A site with a greedy page beside one that is being loaded all the while. */
async function siteWith(greedy: string) {
  let answerSlow = () => {}
  const site = await openSite({
    '/': html('Start', links('/slow', '/greedy', '/after')),
    '/greedy': html('Greedy', `<script>const kept = []; for (;;) { ${greedy} }</script>`),
    '/after': html('After', ''),
    '/slow': (_request, response) => {
      answerSlow = () => response.writeHead(200, { 'content-type': 'text/html' }).end(html('Slow', ''))
    },
  })
  // It is answered only when the page after the greedy one was read: so it lived through all of it.
  site.set('/after', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(html('After', ''))
    answerSlow()
  })
  afterAll(site.close)
  return site
}

test('a page that takes memory without end: that page alone is ended, and the cap is named', async () => {
  // It stays at a gigabyte: beyond, a small machine's own kernel might end it first.
  const site = await siteWith('if (kept.length < 128) kept.push(new Uint8Array(8 << 20).fill(1))')
  const { end, byPath } = await crawl(`${site.url}/`, { pageTimeout: 60_000 })
  expect(end).toBe('finished')
  expect(byPath['/greedy']).toMatchObject({
    outcome: 'crashed',
    problem: 'The page took more memory than there is (700 MiB for the browser), and was ended.',
  })
  expect(Object.entries(byPath).map(([path, { outcome }]) => [path, outcome])).toEqual(
    expect.arrayContaining([
      ['/', 'ok'],
      ['/slow', 'ok'],
      ['/after', 'ok'],
    ]),
  )
  // Asked for once: the browser around it was never started anew.
  expect(site.visits.filter((path) => path === '/slow')).toHaveLength(1)
})

test('scripts that keep more than a page may have: that page alone breaks down, and the limit is named', async () => {
  const site = await siteWith('kept.push(new Array(1_000_000).fill(1.5))')
  const usual = await openCrawler()
  const { end, byPath } = await usual.crawl(`${site.url}/`, { pageTimeout: 60_000 })
  expect(end).toBe('finished')
  expect(byPath['/greedy']).toMatchObject({
    outcome: 'crashed',
    problem: 'The page broke down: it crashed, or its scripts took more memory than a page may have (512 MiB).',
  })
  expect([byPath['/slow']?.outcome, byPath['/after']?.outcome]).toEqual(['ok', 'ok'])
  expect(site.visits.filter((path) => path === '/slow')).toHaveLength(1)
})

test('a browser that is gone is started once, however many pages ask for one at that moment', async () => {
  const first = await browser.page()
  const before = first.context().browser()
  const session = await before?.newBrowserCDPSession()
  await session?.send('Browser.crash').catch(() => {})
  await expect.poll(() => before?.isConnected()).toBe(false)
  const pages = await Promise.all([browser.page(), browser.page(), browser.page()])
  expect(new Set(pages.map((page) => page.context().browser())).size).toBe(1)
})
