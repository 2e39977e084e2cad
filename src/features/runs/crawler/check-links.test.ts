import { afterAll, expect, test } from 'vitest'
import { createOutbound } from '#platform/outbound/outbound.ts'
import { openSite } from '#tests/site.ts'
import { checkLinks } from './check-links.ts'
import { noRobots } from './robots.ts'

const outbound = createOutbound({ allowPrivate: true, allowHttp: true, allowedAddresses: [] })
const megabyte = Buffer.alloc(1024 * 1024, 'x')

test('the status line decides: a long body is not read, and a host without HEAD is asked with GET', async () => {
  let sent = 0
  const site = await openSite({
    '/long.pdf': (request, response) => {
      if (request.method === 'HEAD') return response.writeHead(405).end()
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': String(64 * megabyte.length) })
      const more = () => {
        sent += 1
        if (!response.destroyed && sent <= 64) response.write(megabyte, more)
      }
      return more()
    },
    '/never-ends': (request, response) => {
      if (request.method === 'HEAD') return response.destroy()
      return response.writeHead(200).write('and then')
    },
    '/long-apology': (request, response) => {
      response.writeHead(request.method === 'HEAD' ? 501 : 404)
      response.end(request.method === 'HEAD' ? '' : Buffer.concat([megabyte, megabyte]))
    },
    '/members': (_request, response) => response.writeHead(403).end(),
    '/silent': (_request, response) => response.destroy(),
  })
  afterAll(site.close)
  const paths = ['/long.pdf', '/never-ends', '/long-apology', '/members', '/silent']
  const states = await checkLinks(
    paths.map((path) => site.url + path),
    {
      outbound,
      forbids: () => false,
      site: 'https://elsewhere.example/',
      robots: noRobots,
      pause: 0,
      signal: new AbortController().signal,
    },
  )
  const found = Object.fromEntries(states.map(({ url, ...rest }) => [new URL(url).pathname, rest]))
  expect(found).toEqual({
    '/long.pdf': { state: 'alive', status: 200 },
    '/never-ends': { state: 'alive', status: 200 },
    '/long-apology': { state: 'dead', status: 404 },
    '/members': { state: 'alive', status: 403 },
    '/silent': { state: 'dead', status: null },
  })
  expect(sent).toBeLessThan(60)
})
