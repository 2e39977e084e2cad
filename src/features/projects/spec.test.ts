import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '#platform/root.ts'
import { findChromium } from '#tests/chromium.ts'
import { testApp } from '#tests/harness.ts'
import type { CaseDefinition } from './case-kinds.ts'
import { makeCase, makeProject } from './projects.fixture.ts'
import { suitesFromCrawl } from './public.ts'
import { specName } from './spec.ts'

const app = await testApp()

/** A shop of one page, which can be broken in every way that a case looks for. */
let broken = false
const tooLong = `${'x'.repeat(490)} ${'y'.repeat(200)}`
const page =
  () => `<!doctype html><html lang="en"><head><title>${broken ? 'Oops' : 'Books & more'}</title></head><body><main>
  <h1>${broken ? 'Oops' : 'All “books”'}</h1>
  ${broken ? '<img src="/gone.png"><div style="background:teal;height:300px"></div><script>console.error("Boom")</script>' : ''}
  <img src="/known-gone.png" alt=""><script>
    console.error("${tooLong}")
    const given = new AbortController(); fetch('/slow', { signal: given.signal }).catch(() => {}); given.abort()
  </script><iframe title="A frame that fails" src="/frame-gone"></iframe>
  <form action="/about"><label>Mail <input id="mail" type="email"></label></form>
  <form id="search" action="/found"><label>Search <input name="q" type="search"></label><button>Go</button></form>
  ${broken ? '' : '<label>Shelf <input id="shelf" form="search"></label>'}
  <a href="/about#top">About</a> <a href="/members">Members</a> <a href="/long-gone">Gone</a></main></body></html>`
const site = createServer((request: IncomingMessage, response: ServerResponse) => {
  const { pathname } = new URL(request.url ?? '/', 'http://site')
  const answer = (status: number, body: string) =>
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body)
  if (pathname === '/' && broken) return response.writeHead(302, { location: '/moved' }).end()
  if (pathname === '/' || pathname === '/moved') return void setTimeout(() => answer(200, page()), broken ? 700 : 0)
  if (pathname === '/found') return answer(200, broken ? 'Nothing' : '<title>Found</title><p>3 books found</p>')
  if (pathname === '/slow') return // held back until the page gives it up; an answer in time would be a failure
  if (pathname === '/members') return answer(403, 'Members only')
  if (pathname === '/favicon.ico') return response.writeHead(204).end()
  return answer(pathname === '/about' && !broken ? 200 : 404, 'x')
})
await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`
await mkdir(join(root, 'test-output'), { recursive: true })
const folder = await mkdtemp(join(root, 'test-output', 'spec-'))
afterAll(async () => {
  site.close()
  site.closeAllConnections()
  await rm(folder, { recursive: true, force: true })
})

interface Spec {
  title: string
  tests: { results: { status: string }[] }[]
}

/** Runs the exported file with Playwright's own runner; answers how each test ended. */
async function run(...more: string[]): Promise<Record<string, string>> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')
  const args = [cli, 'test', '--config', join(folder, 'playwright.config.ts'), '--reporter=json', ...more]
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  const stdout = await new Promise<string>((done) =>
    execFile(process.execPath, args, { cwd: root, env, maxBuffer: 32 * 1024 * 1024 }, (_failed, out) => done(out)),
  )
  const [file] = JSON.parse(stdout).suites
  const specs: Spec[] = file.suites[0].specs
  return Object.fromEntries(specs.map(({ title, tests }) => [title, tests[0]?.results.at(-1)?.status ?? 'none']))
}

test('an exported suite runs with Playwright as it is: all well on a good page, and each case finds what was broken', {
  timeout: 180_000,
}, async () => {
  const ada = await app.person('Ada Lovelace')
  const project = await makeProject(ada, { baseUrl: address })
  const crawled = {
    url: address,
    finalUrl: address,
    status: 200,
    title: 'Books & more',
    heading: 'All “books”',
    consoleErrors: [tooLong.slice(0, 500)],
    failedRequests: [`${address}known-gone.png`],
    links: [
      { url: `${address}about`, alive: true },
      { url: `${address}members`, alive: true },
      { url: `${address}long-gone`, alive: false },
    ],
    forms: [
      {
        fields: [
          { name: 'q', type: 'search', label: 'Search' },
          { name: 'shelf', type: 'text', label: 'Shelf' },
        ],
      },
    ],
    accessibility: {},
    loadMs: 100,
    screenshotId: 'img_1',
  }
  await app.platform.db.transaction((tx) =>
    suitesFromCrawl(tx, { teamId: ada.teamId, projectId: project.id, pages: [crawled] }, app.clock.now()),
  )
  const [suite] = (await ada.browser.get(`/teams/${ada.teamId}/projects/${project.id}/suites`)).body.items
  const steps: CaseDefinition = {
    kind: 'steps',
    params: {
      steps: [
        { do: 'goto', url: '/' },
        { do: 'fill', target: '[name=q]', value: 'quotes " \' ` $& \u2028 </script>' },
        { do: 'click', target: 'text=Go' },
        { do: 'expectText', text: '3 books found' },
        { do: 'goto', url: '/about' },
        { do: 'expectUrl', url: '/about' },
      ],
    },
  }
  await makeCase(ada, suite.id, steps)
  const cases = (await ada.browser.get(`/teams/${ada.teamId}/suites/${suite.id}`)).body.items
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  const budget = cases.find((one: any) => one.definition.kind === 'budget')
  const quick = { definition: { kind: 'budget', params: { loadMs: 600 } } }
  await ada.browser.patch(`/teams/${ada.teamId}/cases/${budget.id}`, quick, { ifMatch: 1 })

  const exported = await ada.browser.get(`/teams/${ada.teamId}/suites/${suite.id}/spec`)
  expect(exported.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(exported.headers.get('content-disposition')).toBe('attachment; filename="books-more.spec.ts"')
  await writeFile(join(folder, 'books-more.spec.ts'), exported.text)
  const { executablePath, args, env } = await findChromium()
  const launchOptions = { executablePath, env, args: [...args, '--no-sandbox', '--disable-gpu'] }
  const config = {
    testDir: folder,
    outputDir: join(folder, 'out'),
    workers: 1,
    timeout: 15_000,
    expect: { timeout: 1_000 },
    use: { launchOptions },
  }
  await writeFile(join(folder, 'playwright.config.ts'), `export default ${JSON.stringify(config)}`)

  expect(await run()).toEqual({
    'Page loads': 'passed',
    'Title and main heading': 'passed',
    'No new console errors': 'passed',
    'No failed requests': 'passed',
    'Links on the page work': 'passed',
    'Forms and their fields': 'passed',
    'Accessibility no worse': 'passed',
    'Loads in time': 'passed',
    'Looks the same': 'skipped', // there is no picture yet to compare with
    'In time': 'passed',
  })
  // The way to one that the skipped test tells: it is taken, and the page is held to it from then on.
  const looks = ['--grep', 'Looks the same']
  expect(await run(...looks, '--update-snapshots')).toEqual({ 'Looks the same': 'passed' })
  expect(await run(...looks)).toEqual({ 'Looks the same': 'passed' })
  broken = true
  const found = Object.entries(await run())
  expect(found.filter(([, ended]) => ended !== 'failed')).toEqual([])
  expect(found).toHaveLength(10)
})

test.each([
  ['Books & more', 'books-more.spec.ts'],
  ['../../etc/passwd"\r\n', 'etc-passwd.spec.ts'],
  ['商店', 'suite.spec.ts'],
])('the file of %j is called %s', (name, file) => expect(specName({ name })).toBe(file))
