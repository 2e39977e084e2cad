import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openSite } from '#tests/site.ts'
import { OutboundRefused } from './errors.ts'
import { type GuardProxyRules, openGuardProxy } from './guard-proxy.ts'

const targetOf = async (text: string) => {
  const url = new URL(text)
  return { url, hostname: url.hostname, port: Number(url.port), addresses: ['127.0.0.1'] }
}

async function openProxy(rules: Partial<GuardProxyRules> = {}) {
  const proxy = await openGuardProxy({ check: targetOf, mostPerAnswer: 200_000, mostPerTunnel: 200_000, ...rules })
  afterAll(proxy.close)
  return proxy
}

/** Asks for an address as a browser with this proxy would; the bytes that came, and whether the answer was whole. */
async function ask(proxy: { url: string }, url: string): Promise<{ status: number; bytes: number; whole: boolean }> {
  const asked = request(proxy.url, { path: url, headers: { host: new URL(url).host } })
  asked.end()
  const [answer] = await once(asked, 'response')
  let bytes = 0
  answer.on('data', (part: Buffer) => {
    bytes += part.length
  })
  const whole = await once(answer, 'end').then(
    () => true,
    () => false,
  )
  return { status: answer.statusCode, bytes, whole }
}

/** A server that sends bytes when it is told to, and a tunnel to it. */
async function openTunnel(proxy: { url: string }) {
  let far: Socket | undefined
  const server = createServer((socket) => {
    far = socket
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => server.close())
  const near = connect(Number(new URL(proxy.url).port), '127.0.0.1')
  near.write(`CONNECT 127.0.0.1:${(server.address() as AddressInfo).port} HTTP/1.1\r\n\r\n`)
  await once(near, 'data')
  let heard = 0
  let open = true
  near.on('data', (part: Buffer) => {
    heard += part.length
  })
  near.on('close', () => {
    open = false
  })
  return {
    send: (bytes: number) => far?.write(Buffer.alloc(bytes)),
    heard: () => heard,
    isOpen: () => open,
  }
}

test('a plain answer is cut at the most one may have, told beforehand or not', async () => {
  const site = await openSite({
    '/small': (_request, response) => response.end(Buffer.alloc(150_000)),
    '/announced': (_request, response) =>
      response.writeHead(200, { 'content-length': 400_000 }).end(Buffer.alloc(400_000)),
    '/endless': (_request, response) => {
      const more = () => response.writable && response.write(Buffer.alloc(50_000), more)
      more()
    },
  })
  afterAll(site.close)
  const proxy = await openProxy()
  expect(await ask(proxy, `${site.url}/small`)).toEqual({ status: 200, bytes: 150_000, whole: true })
  for (const path of ['/announced', '/endless']) {
    const { bytes, whole } = await ask(proxy, `${site.url}${path}`)
    expect(whole, path).toBe(false)
    expect(bytes, path).toBeLessThan(400_000)
  }
})

test('an encrypted connection that serves many pages lives on; one that brings too much in one stretch is cut', async () => {
  const proxy = await openProxy({ tunnelWindow: 300 })
  const tunnel = await openTunnel(proxy)
  for (let page = 1; page <= 4; page += 1) {
    tunnel.send(150_000)
    await expect.poll(tunnel.heard).toBe(page * 150_000)
    await wait(350)
  }
  expect(tunnel.isOpen()).toBe(true)
  tunnel.send(250_000)
  await expect.poll(tunnel.isOpen).toBe(false)
})

test('a host whose name failed in passing is refused no longer than that', async () => {
  const site = await openSite({ '/': 'hello' })
  afterAll(site.close)
  let failing = true
  const proxy = await openProxy({
    check: (url) => (failing ? Promise.reject(new OutboundRefused()) : targetOf(String(url))),
    refusedFor: 100,
  })
  expect((await ask(proxy, `${site.url}/`)).status).toBe(403)
  expect([...proxy.refused]).toEqual([new URL(site.url).host])
  failing = false
  expect((await ask(proxy, `${site.url}/`)).status).toBe(403) // the verdict is kept for a moment
  await expect.poll(async () => (await ask(proxy, `${site.url}/`)).status).toBe(200)
  expect([...proxy.refused]).toEqual([])
})
