import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from '#tests/certificate.ts'
import { seconds } from '../clock.ts'
import { OutboundFailed } from './errors.ts'
import { createOutbound } from './outbound.ts'

const limits = { timeout: seconds(10), maxBytes: 1000 }
const rules = {
  allowPrivate: false,
  allowHttp: false,
  allowedAddresses: ['127.0.0.1'],
  resolver: async () => ['127.0.0.1'],
}

const running: Server[] = []
afterEach(() => {
  for (const server of running.splice(0)) server.close()
})

async function serve(host: string) {
  const identity = selfSigned(host)
  const names: unknown[] = []
  const server = createServer(identity, (request, response) => {
    names.push((request.socket as TLSSocket).servername, request.headers.host)
    response.end('secret')
  })
  running.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return { names, port: (server.address() as AddressInfo).port, cert: identity.cert }
}

describe('outbound.fetch over TLS', () => {
  it('asks for the host name and checks the certificate against it, though it connects by address', async () => {
    const { names, port, cert } = await serve('hook.example.test')
    const outbound = createOutbound({ ...rules, authorities: [cert] })
    const answer = await outbound.fetch(`https://hook.example.test:${port}/`, limits)
    expect(answer.body.toString()).toBe('secret')
    expect(names).toEqual(['hook.example.test', `hook.example.test:${port}`])
  })

  it('fails when the certificate is for another host, or from nobody we trust', async () => {
    const { names, port, cert } = await serve('other.example.test')
    const url = `https://hook.example.test:${port}/`
    await expect(createOutbound({ ...rules, authorities: [cert] }).fetch(url, limits)).rejects.toThrow(OutboundFailed)
    const stranger = createOutbound(rules).fetch(`https://other.example.test:${port}/`, limits)
    await expect(stranger).rejects.toThrow(OutboundFailed)
    expect(names).toEqual([])
  })
})

// Just enough DER for a certificate (RFC 5280), as Node can read certificates but not make them.
