import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
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
const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const bytes = (hex: string) => Buffer.from(hex, 'hex')
const text = (tag: number, value: string) => der(tag, Buffer.from(value))

function selfSigned(host: string): { key: string; cert: string } {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = sequence(der(0x06, bytes('2a8648ce3d040302')))
  const name = sequence(der(0x31, sequence(der(0x06, bytes('550403')), text(0x0c, host))))
  const altName = sequence(der(0x06, bytes('551d11')), der(0x04, sequence(text(0x82, host))))
  const body = sequence(
    der(0xa0, der(0x02, bytes('02'))),
    der(0x02, bytes('01')),
    ecdsaWithSha256,
    name,
    sequence(text(0x17, '200101000000Z'), text(0x17, '491231235959Z')),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(altName)),
  )
  const signature = der(0x03, bytes('00'), sign('sha256', body, keys.privateKey))
  const pem = sequence(body, ecdsaWithSha256, signature).toString('base64')
  return {
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${pem.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}
