import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, expect, test } from 'vitest'
import { seconds } from '../clock.ts'
import { isVerified, smtpOptions, tryConnection } from './transport.ts'

const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

/** A server with the package's own self-signed certificate; tells which logins and whether TLS it saw. */
async function serve(options: SMTPServerOptions) {
  const seen: { user?: string; tls: boolean }[] = []
  let upgrades = 0
  const server = new SMTPServer({
    authOptional: true,
    ...options,
    onSecure(_socket, _session, done) {
      upgrades += 1
      done()
    },
    onAuth({ username }, session, done) {
      seen.push({ tls: session.secure, ...(username && { user: username }) })
      done(null, { user: username })
    },
  })
  server.on('error', () => {}) // clients that turn away from the certificate
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => new Promise((resolve) => server.close(() => resolve())))
  return { seen, upgrades: () => upgrades, at: `127.0.0.1:${(server.server.address() as AddressInfo).port}` }
}

const reach = (url: string) => tryConnection(url, seconds(5))

test('smtp: takes plain servers, and STARTTLS with any certificate when it is offered', async () => {
  const plain = await serve({ disabledCommands: ['STARTTLS'] })
  await expect(reach(`smtp://${plain.at}`)).resolves.toBeUndefined()
  const upgradable = await serve({})
  await expect(reach(`smtp://${upgradable.at}`)).resolves.toBeUndefined()
  expect([plain.upgrades(), upgradable.upgrades()]).toEqual([0, 1])
})

test('a password is sent only over TLS whose certificate was checked', async () => {
  const plain = await serve({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
  await expect(reach(`smtp://ada:secret@${plain.at}`)).rejects.toThrow()
  expect(plain.seen).toEqual([])
  const selfSigned = await serve({})
  await expect(reach(`smtp://ada:secret@${selfSigned.at}`)).rejects.toThrow(/certificate/)
  expect(selfSigned.seen).toEqual([])
  await expect(reach(`smtp://ada:secret@${selfSigned.at}?tls.rejectUnauthorized=false`)).resolves.toBeUndefined()
  expect(selfSigned.seen).toEqual([{ user: 'ada', tls: true }])
})

test('smtps: never falls back to plain text and checks the certificate', async () => {
  const plain = await serve({})
  await expect(reach(`smtps://${plain.at}`)).rejects.toThrow()
  const selfSigned = await serve({ secure: true })
  await expect(reach(`smtps://${selfSigned.at}`)).rejects.toThrow(/certificate/)
})

test('requireTLS in the address demands STARTTLS', async () => {
  const plain = await serve({ disabledCommands: ['STARTTLS'] })
  await expect(reach(`smtp://${plain.at}?requireTLS=true`)).rejects.toThrow()
})

test('a server that never greets is given up within the patience asked for', async () => {
  const { createServer } = await import('node:net')
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  stops.push(() => new Promise((resolve) => silent.close(() => resolve())))
  await expect(tryConnection(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, 300)).rejects.toThrow()
})

test.each([
  ['smtp://mail.example', false],
  ['smtp://ada:secret@mail.example', true],
  ['smtps://mail.example', true],
  ['smtp://mail.example?requireTLS=true', true],
])('%s is verified: %s', (url, verified) => {
  expect(isVerified(url)).toBe(verified)
  expect(smtpOptions(url)).toMatchObject({
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: seconds(10),
  })
})
