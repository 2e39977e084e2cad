import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, expect, test, vi } from 'vitest'
import { selfSigned } from '#tests/certificate.ts'
import { html, openSite } from '#tests/site.ts'
import { openCrawler } from './crawler.fixture.ts'
import { readRobots } from './robots.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const { crawl, browser, outbound, ports } = await openCrawler()

const links = (...paths: string[]): string => paths.map((path) => `<a href="${path}">${path}</a> `).join('')

test('a site that hangs: the page is given up in time, the others are read', async () => {
  const site = await openSite({
    '/': html('Start', links('/hangs', '/drips', '/spins', '/fine')),
    '/hangs': () => {},
    '/drips': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      const drip = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(drip))
    },
    '/spins': html('Spins', '<script>for(;;);</script>'),
    '/fine': html('Fine', ''),
  })
  afterAll(site.close)
  const { end, byPath } = await crawl(`${site.url}/`, { pageTimeout: 8_000 })
  expect(end).toBe('finished')
  expect(
    Object.values(byPath)
      .map(({ outcome }) => outcome)
      .sort(),
  ).toEqual(['ok', 'ok', 'timed_out', 'timed_out', 'timed_out'])
  expect(byPath['/fine']?.title).toBe('Fine')
})

test('redirects without end, downloads, and a bad certificate are told as what they are', async () => {
  const tls = await openSite({ '*': html('Never seen', '') }, selfSigned())
  const site = await openSite({
    '/': html('Start', links('/round', '/grows', '/file', '/tls')),
    '/round': (_request, response) => response.writeHead(302, { location: '/round' }).end(),
    '/grows': (request, response) =>
      response.writeHead(302, { location: `/grows?${(request.url ?? '').length}` }).end(),
    '/file': (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' })
        .end('x'),
    '/tls': (_request, response) => response.writeHead(302, { location: tls.url }).end(),
  })
  afterAll(site.close)
  afterAll(tls.close)
  const { byPath } = await crawl(`${site.url}/`, { pageTimeout: 30_000 })
  expect(byPath['/round']?.outcome).toBe('redirect_loop')
  expect(byPath['/grows']?.outcome).toBe('redirect_loop')
  expect(byPath['/file']?.outcome).toBe('download')
  expect(byPath['/tls']?.outcome).toBe('bad_tls')
  expect(byPath['/tls']?.problem).toBe('The TLS certificate or connection is not valid.')
})

test('dialogs, windows and workers do not hold the crawl up', async () => {
  const site = await openSite({
    '/': html(
      'Start',
      `<script>alert(1); confirm(2); prompt(3); onbeforeunload = (event) => event.preventDefault(); for (let n = 0; n < 5; n++) open('/popup')
       navigator.serviceWorker?.register('/worker.js')</script>${links('/next')}`,
    ),
    '/next': html('Next', ''),
    '/popup': html('Popup', ''),
    '/worker.js': '',
  })
  afterAll(site.close)
  const { pages } = await crawl(`${site.url}/`)
  expect(pages.map(({ record }) => record.title)).toEqual(['Start', 'Next'])
})

test('links without end: the crawl ends at its caps', async () => {
  const site = await openSite({
    '/': html('Start', links('/calendar?day=1', '/deeper/')),
    '*': (request, response) => {
      const url = new URL(request.url ?? '/', 'http://x')
      const next = url.pathname === '/calendar' ? `/calendar?day=${Number(url.searchParams.get('day')) + 1}` : 'deeper/'
      response.writeHead(200, { 'content-type': 'text/html' }).end(html(url.pathname, links(next, `${next}#x`)))
    },
  })
  afterAll(site.close)
  const { end, pages } = await crawl(`${site.url}/`, { maxPages: 60, maxDepth: 40 })
  expect(end).toBe('finished')
  const paths = pages.map(({ record }) => new URL(record.url).pathname)
  expect(paths.filter((path) => path === '/calendar')).toHaveLength(20)
  expect(paths.filter((path) => path.startsWith('/deeper')).length).toBeLessThan(4)
  expect((await crawl(`${site.url}/`, { maxPages: 7 })).pages).toHaveLength(7)
  expect((await crawl(`${site.url}/`, { maxDepth: 1 })).pages).toHaveLength(3)
  site.set('/', html('Start', links('/1', '/2')))
  site.set('*', (request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(html('Grows', links(`${request.url}1`, `${request.url}2`)))
  })
  const started = performance.now()
  expect((await crawl(`${site.url}/`, { maxPages: 5_000, totalTimeout: 1_500 })).end).toBe('out_of_time')
  // A second for what was begun in time, and at most eight to put away a page, or a browser, that does not close.
  expect(performance.now() - started).toBeLessThan(1_500 + 1_000 + 8_000)
})

test('a pause between two pages is kept, however many could be read side by side; robots.txt may ask for a longer one', async () => {
  const site = await openSite({ '/': html('Start', links('/1', '/2', '/3')), '*': html('Page', '') })
  afterAll(site.close)
  const took = async (options: Parameters<typeof crawl>[1]) => {
    const started = performance.now()
    expect((await crawl(`${site.url}/`, { concurrency: 4, ...options })).pages).toHaveLength(4)
    return performance.now() - started
  }
  expect(await took({ delay: 1_000 })).toBeGreaterThan(3_000)
  site.set('/robots.txt', 'User-agent: *\nCrawl-delay: 2\n')
  expect(await took({ delay: 0, robots: await readRobots(outbound, site.url) })).toBeGreaterThan(6_000)
})

test('an answer of 10 GB is cut, and the crawl goes on', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x')
  let sent = 0
  const site = await openSite({
    '/': html('Start', links('/huge', '/fine')),
    '/huge': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': String(10 * 1024 * 1024 * 1024) })
      const more = () => {
        sent += 1
        if (!response.destroyed && sent < 10 * 1024) response.write(megabyte, more)
      }
      more()
    },
    '/fine': html('Fine', ''),
  })
  afterAll(site.close)
  const { byPath } = await crawl(`${site.url}/`, { pageTimeout: 30_000 })
  expect(byPath['/huge']?.outcome).not.toBe('ok')
  expect(byPath['/fine']?.outcome).toBe('ok')
  expect(sent).toBeLessThan(200)
})

test('the database, our own server and cloud metadata cannot be reached, by no road', async () => {
  const reached: string[] = []
  // On the first port that nothing else on this machine has.
  const listener = async (name: string, ...[port, ...others]: number[]): Promise<number> => {
    const server = createServer((socket) => {
      reached.push(name)
      socket.destroy()
    }).listen(port, '127.0.0.1')
    const fault = await once(server, 'listening').catch((error: NodeJS.ErrnoException) => error)
    if ('code' in fault && fault.code === 'EADDRINUSE' && others.length > 0) return listener(name, ...others)
    if ('code' in fault) throw fault
    afterAll(() => server.close())
    return (server.address() as AddressInfo).port
  }
  const database = await listener('database', ports.database)
  const ourselves = await listener('ourselves', ports.ourselves)
  const store = await listener('a store', 6379, 6380, 11211, 27017, 9200)
  const targets = [
    `http://127.0.0.1:${database}/`,
    `http://localhost:${database}/`,
    `http://127.1:${ourselves}/`,
    `http://[::ffff:127.0.0.1]:${database}/`,
    `http://0x7f000001:${store}/`,
    `https://127.0.0.1:${database}/`,
    'http://169.254.169.254/latest/meta-data/',
    'http://100.100.100.200/',
  ]
  const script = targets.map((url) => `fetch('${url}', { mode: 'no-cors' }).catch(() => {})`).join(';')
  const tags = targets
    .map((url) => `<img src="${url}"><iframe src="${url}"></iframe><link rel="preconnect" href="${url}">`)
    .join('')
  const sockets = `try { new WebSocket('ws://127.0.0.1:${database}/') } catch {}; try { new RTCPeerConnection() } catch (e) { document.title = 'no way around' }`
  const site = await openSite({
    '/': html('Start', `${links('/jump')}<script>${script};${sockets}</script>${tags}`),
    '/jump': (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${database}/` }).end(),
  })
  afterAll(site.close)
  const { byPath } = await crawl(`${site.url}/`)
  expect(byPath['/']?.title).toBe('no way around')
  expect(byPath['/']?.failedRequests.some(({ why }) => why === 'may not be reached from here')).toBe(true)
  expect(byPath['/jump']?.outcome).toBe('refused')
  expect(reached).toEqual([])
  expect([...browser.refused]).toEqual(
    expect.arrayContaining([
      `127.0.0.1:${database}`,
      `127.0.0.1:${ourselves}`,
      `127.0.0.1:${store}`,
      '169.254.169.254',
    ]),
  )
})

test('a page that kills its process, and a browser that is gone, are survived', async () => {
  const site = await openSite({
    '/': html('Start', links('/crash', '/a', '/b')),
    '/a': html('A', ''),
    '/b': html('B', ''),
  })
  afterAll(site.close)
  site.set('/crash', (_request, response) => response.writeHead(302, { location: 'chrome://crash' }).end())
  const first = await crawl(`${site.url}/`)
  expect(first.byPath['/a']?.outcome).toBe('ok')
  expect(first.byPath['/crash']?.outcome).not.toBe('ok')
  const page = await browser.page()
  const session = await page.context().browser()?.newBrowserCDPSession()
  await session?.send('Browser.crash').catch(() => {})
  const { pages } = await crawl(`${site.url}/`)
  expect(pages.filter(({ record }) => record.outcome === 'ok')).toHaveLength(3)
})

test('text that no database holds is left out of what is read', async () => {
  const site = await openSite({
    '/': html(
      'Start',
      `<script>document.title = 'a\\u0000b\\ud800c'; console.error('x\\u0000y\\udc00z')</script><h2 id=h></h2><script>h.textContent = '\\ud83d'</script>`,
    ),
  })
  afterAll(site.close)
  const { byPath } = await crawl(`${site.url}/`)
  expect(byPath['/']).toMatchObject({
    outcome: 'ok',
    title: 'a bc',
    consoleErrors: ['xyz'],
    headings: [{ text: 'Start' }, { text: '' }],
  })
})
