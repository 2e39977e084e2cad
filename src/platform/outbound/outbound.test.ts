import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { seconds } from '../clock.ts'
import { OutboundFailed, OutboundRefused } from './errors.ts'
import { createOutbound, type OutboundEvent, type OutboundRules } from './outbound.ts'

const limits = { timeout: seconds(10), maxBytes: 1000 }
const listed: OutboundRules = { allowPrivate: false, allowHttp: true, allowedAddresses: ['127.0.0.1/32'] }
const closed: OutboundRules = { allowPrivate: false, allowHttp: true, allowedAddresses: [] }

const running: Server[] = []
afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer)
  running.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return (server.address() as AddressInfo).port
}

/** A server that counts what reached it, with the URL to it as `host` sees it. */
async function target(answer: RequestListener = (_request, response) => response.end('hello')) {
  const hits: { host: string | undefined; url: string | undefined; method: string | undefined; accept: unknown }[] = []
  const port = await serve((request, response) => {
    const { method, url, headers } = request
    hits.push({ method, url, host: headers.host, accept: headers['accept-encoding'] })
    answer(request, response)
  })
  return { hits, port }
}

describe('outbound.fetch', () => {
  it('sends the request and gives the answer', async () => {
    const bodies: string[] = []
    const { hits, port } = await target((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()))
      request.on('end', () => response.writeHead(201, { 'X-Kind': 'test' }).end('made'))
    })
    const outbound = createOutbound(listed)
    const answer = await outbound.fetch(`http://127.0.0.1:${port}/in?a=1#part`, {
      ...limits,
      method: 'POST',
      body: 'hi',
    })
    expect({ ...answer, body: answer.body.toString() }).toMatchObject({
      status: 201,
      headers: { 'x-kind': 'test' },
      body: 'made',
    })
    expect(bodies).toEqual(['hi'])
    expect(hits).toEqual([{ method: 'POST', url: '/in?a=1', host: `127.0.0.1:${port}`, accept: 'identity' }])
  })

  it('keeps the host name towards the server while connecting to the checked address', async () => {
    const { hits, port } = await target()
    const outbound = createOutbound({ ...listed, resolver: async () => ['127.0.0.1'] })
    await outbound.fetch(`http://hooks.example.test:${port}/`, limits)
    expect(hits[0]?.host).toBe(`hooks.example.test:${port}`)
  })

  it.each(['Host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Proxy-Authorization'])(
    'does not let the caller set %s',
    async (name) => {
      const { hits, port } = await target()
      const sent = createOutbound(listed).fetch(`http://127.0.0.1:${port}/`, { ...limits, headers: { [name]: '1' } })
      await expect(sent).rejects.toThrow(OutboundFailed)
      expect(hits).toEqual([])
    },
  )

  it('V119: every spelling of loopback and link-local is refused and reaches nobody', async () => {
    const { hits, port } = await target()
    const outbound = createOutbound(closed)
    const outcomes = await Promise.all(
      loopbackSpellings.map((host) =>
        outbound.fetch(`http://${host}:${port}/`, limits).then(
          () => `${host} answered`,
          (fault: unknown) => (fault instanceof OutboundRefused ? 'refused' : `${host}: ${fault}`),
        ),
      ),
    )
    expect(loopbackSpellings.length).toBeGreaterThanOrEqual(40)
    expect(outcomes).toEqual(loopbackSpellings.map(() => 'refused'))
    expect(hits).toEqual([])
  })

  it('V119: the same spellings do reach the server when private addresses are allowed', async () => {
    const { hits, port } = await target()
    const outbound = createOutbound({ ...closed, allowPrivate: true })
    const hosts = [
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '2130706433',
      '017700000001',
      '１２７.0.0.1',
      '%31%32%37.0.0.1',
      '127.0.0.1.',
    ]
    for (const host of hosts) await outbound.fetch(`http://${host}:${port}/`, limits)
    expect(hits.map((hit) => hit.host)).toEqual(hosts.map(() => `127.0.0.1:${port}`))
  })

  it('V120: a name is resolved once, and the connection goes to the address that was checked', async () => {
    const { hits, port } = await target()
    const asked: string[] = []
    const resolver = async (hostname: string) => (asked.push(hostname) === 1 ? ['127.0.0.1'] : ['127.0.0.2'])
    const outbound = createOutbound({ ...listed, resolver })
    const answer = await outbound.fetch(`http://flip.example.test:${port}/`, limits)
    expect([answer.status, asked, hits.length]).toEqual([200, ['flip.example.test'], 1])
  })

  it('V120: a name that turned to a private address after it was saved is refused when sending', async () => {
    const { hits, port } = await target()
    const answers = [['93.184.216.34'], ['127.0.0.1']]
    const outbound = createOutbound({ ...closed, resolver: async () => answers.shift() ?? [] })
    await expect(outbound.check(`http://flip.example.test:${port}/`)).resolves.toMatchObject({
      addresses: ['93.184.216.34'],
    })
    await expect(outbound.fetch(`http://flip.example.test:${port}/`, limits)).rejects.toThrow(OutboundRefused)
    expect(hits).toEqual([])
  })

  it('V120: one private address among public ones refuses the whole name', async () => {
    const resolver = async () => ['93.184.216.34', '10.0.0.1']
    await expect(createOutbound({ ...closed, resolver }).check('http://mixed.example.test/')).rejects.toThrow(
      OutboundRefused,
    )
  })

  it('V120: a redirect to loopback is handed back as a status and not followed', async () => {
    const inner = await target()
    const outer = await target((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/secret` }).end('moved'),
    )
    const answer = await createOutbound(listed).fetch(`http://127.0.0.1:${outer.port}/`, limits)
    expect(answer).toEqual({ status: 302, headers: {}, body: Buffer.alloc(0) })
    expect(inner.hits).toEqual([])
  })

  it('V123: an error page of the other side is not handed to the caller', async () => {
    const { port } = await target((_request, response) =>
      response.writeHead(500, { 'x-inside': 'db-7', 'retry-after': '30' }).end('stack trace'),
    )
    const outbound = createOutbound(listed)
    const url = `http://127.0.0.1:${port}/`
    expect(await outbound.fetch(url, limits)).toEqual({
      status: 500,
      headers: { 'retry-after': '30' },
      body: Buffer.alloc(0),
    })
    const kept = await outbound.fetch(url, { ...limits, keepErrors: true })
    expect([kept.headers['x-inside'], kept.body.toString()]).toEqual(['db-7', 'stack trace'])
  })

  it('a refused connection is a failure that names neither address nor port', async () => {
    const { port } = await target()
    for (const server of running.splice(0)) server.close()
    const events: OutboundEvent[] = []
    const outbound = createOutbound({ ...listed, observe: (event) => events.push(event) })
    const fault: unknown = await outbound
      .fetch(`http://127.0.0.1:${port}/x?key=s3cret`, limits)
      .catch((thrown) => thrown)
    expect(fault).toBeInstanceOf(OutboundFailed)
    expect(fault).toStrictEqual(new OutboundFailed())
    expect(events).toMatchObject([
      { outcome: 'failed', host: '127.0.0.1', reason: expect.stringContaining('ECONNREFUSED') },
    ])
    expect(JSON.stringify(events)).not.toContain('s3cret')
  })
})

const loopbackSpellings = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0x7f.0.0.1',
  '0X7F.0.0.1',
  '017700000001',
  '0177.1',
  '0177.0.0.01',
  '127.0.0.1.',
  '127。0。0。1',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '%31%32%37.0.0.1',
  '127.0.0.%31',
  '0.0.0.0',
  '0',
  '0x0',
  '00.0',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'LocalHost.',
  'ⓛocalhost',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fec0::1]',
  '[fd00::1]',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '[::ffff:a9fe:a9fe]',
  '[fd00:ec2::254]',
]
