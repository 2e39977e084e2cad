import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { seconds } from '../clock.ts'
import { OutboundFailed, OutboundRefused } from './errors.ts'
import { createOutbound } from './outbound.ts'

const rules = { allowPrivate: true, allowHttp: true, allowedAddresses: [] }
const outbound = createOutbound(rules)

const running: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of running.splice(0)) server.close()
})

/** A server that does whatever it likes with the connection, which HTTP libraries would not let it. */
async function rude(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  running.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Writes the piece again and again until the other side has gone; the promise settles then. */
function flood(socket: Socket, piece: string): Promise<void> {
  return new Promise((gone) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(piece));
    }
    socket.on('drain', pour).on('close', () => gone())
    pour()
  })
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n'
const chunk = `400\r\n${'a'.repeat(1024)}\r\n`

describe('outbound.fetch with a hostile server', () => {
  it('V120: gives up on a body that trickles', async () => {
    const url = await rude((socket) => {
      socket.write(`${head}content-length: 1000\r\n\r\n`)
      const timer = setInterval(() => socket.write('a'), 50)
      socket.on('close', () => clearInterval(timer))
    })
    await expect(outbound.fetch(url, { timeout: 400, maxBytes: 5000 })).rejects.toThrow(OutboundFailed)
  })

  it('gives up on a server that never answers', async () => {
    const url = await rude(() => undefined)
    await expect(outbound.fetch(url, { timeout: 200, maxBytes: 5000 })).rejects.toThrow(OutboundFailed)
  })

  it('gives up on a resolver that never answers', async () => {
    const hanging = createOutbound({ ...rules, resolver: () => new Promise(() => undefined) })
    await expect(hanging.fetch('http://slow.test/', { timeout: 200, maxBytes: 5000 })).rejects.toThrow(OutboundRefused)
  })

  it('stops an endless body at the limit and closes the connection', async () => {
    let gone: Promise<void> | undefined
    const url = await rude((socket) => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`)
      gone = flood(socket, chunk)
    })
    await expect(outbound.fetch(url, { timeout: seconds(20), maxBytes: 5000 })).rejects.toThrow(OutboundFailed)
    await gone
  })

  it('takes a body of exactly the limit and refuses one byte more', async () => {
    const url = await rude((socket) => socket.end(`${head}content-length: 100\r\n\r\n${'a'.repeat(100)}`))
    const answer = await outbound.fetch(url, { timeout: seconds(10), maxBytes: 100 })
    expect(answer.body.length).toBe(100)
    await expect(outbound.fetch(url, { timeout: seconds(10), maxBytes: 99 })).rejects.toThrow(OutboundFailed)
  })

  it('stops endless headers', async () => {
    let gone: Promise<void> | undefined
    const url = await rude((socket) => {
      socket.write(head)
      gone = flood(socket, `x-more: ${'a'.repeat(1000)}\r\n`)
    })
    await expect(outbound.fetch(url, { timeout: seconds(20), maxBytes: 5000 })).rejects.toThrow(OutboundFailed)
    await gone
  })

  it('takes 12 kB of headers and refuses 20 kB', async () => {
    const lines = (count: number) => `x-more: ${'a'.repeat(990)}\r\n`.repeat(count)
    const answering = (count: number) => rude((socket) => socket.end(`${head}${lines(count)}content-length: 0\r\n\r\n`))
    const answer = await outbound.fetch(await answering(12), { timeout: seconds(10), maxBytes: 100 })
    expect(answer.status).toBe(200)
    const tooMany = outbound.fetch(await answering(20), { timeout: seconds(10), maxBytes: 100 })
    await expect(tooMany).rejects.toThrow(OutboundFailed)
  })

  it('stops an endless error page, which nobody reads', async () => {
    let gone: Promise<void> | undefined
    const url = await rude((socket) => {
      socket.write('HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n')
      gone = flood(socket, chunk)
    })
    const answer = await outbound.fetch(url, { timeout: seconds(20), maxBytes: 5000 })
    expect(answer).toEqual({ status: 500, headers: {}, body: Buffer.alloc(0) })
    await gone
  })

  it('does not unpack a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000))
    const url = await rude((socket) => {
      socket.write(`${head}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`)
      socket.end(bomb)
    })
    const answer = await outbound.fetch(url, { timeout: seconds(10), maxBytes: bomb.length })
    expect(answer.body.equals(bomb)).toBe(true)
    expect(answer.headers['content-encoding']).toBe('gzip')
  })

  it('takes something that is not HTTP as a failure', async () => {
    const url = await rude((socket) => socket.end('220 mail.example ESMTP\r\n'))
    await expect(outbound.fetch(url, { timeout: seconds(10), maxBytes: 100 })).rejects.toThrow(OutboundFailed)
  })
})
