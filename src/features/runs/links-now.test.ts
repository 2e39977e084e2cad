import { afterAll, expect, test, vi } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { crawled, makeProject, ran } from './runs.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const links = (...paths: string[]) => paths.map((path) => `<a href="${path}">${path}</a>`).join(' ')
const gone = (_request: unknown, response: import('node:http').ServerResponse) => void response.writeHead(404).end()

test('the links on the page now are asked: a new dead one fails, one that is gone from the page or was dead before does not, and none is left out unsaid', async () => {
  const site = await openSite({
    '/robots.txt': 'User-agent: *\nDisallow: /private/\n',
    '/': html('Shop', links('/old.pdf', '/dead.pdf', '/private/x.pdf')),
    '*': (_request, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end(),
    '/dead.pdf': gone,
  })
  afterAll(site.close)
  const projectId = await makeProject(app, ada, `${site.url}/`)
  await crawled(app, ada, projectId)
  const look = async () => (await ran(app, ada, projectId)).named('Links on the page work')
  const unchanged = await look()
  expect(unchanged).toMatchObject({ state: 'passed' })
  expect(unchanged.trace.at(-1).says).toBe('Look where 1 of 2 links lead; 1 not asked (robots.txt)')

  site.set('/old.pdf', gone)
  site.set('/', html('Shop', links('/dead.pdf')))
  expect(await look()).toMatchObject({ state: 'passed' })

  site.set('/new.pdf', gone)
  site.set('/', html('Shop', links('/dead.pdf', '/new.pdf')))
  expect(await look()).toMatchObject({ state: 'failed', message: `1 dead link: ${site.url}/new.pdf.` })

  const many = Array.from({ length: 510 }, (_, n) => `/${n}.pdf`)
  site.set('/450.pdf', gone)
  site.set('/', html('Shop', links(...many)))
  const full = await look()
  expect(full).toMatchObject({ state: 'failed', message: `1 dead link: ${site.url}/450.pdf.` })
  expect(full.trace.at(-1).says).toBe('Look where 500 of 510 links lead; no more than 500 links of a page are asked')
  expect(site.visits).not.toContain('/private/x.pdf')
})
