import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { appendAudit } from '#platform/audit.ts'
import { minutes, seconds } from '#platform/clock.ts'
import { createOutbound } from '#platform/outbound/outbound.ts'
import { selfSigned } from '#tests/certificate.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { sealAll } from './check.fixture.ts'
import { deliverStreams } from './deliver-streams.ts'
import { sealAudit } from './seal.ts'
import { framed, syslogMessage } from './syslog.ts'

const app = await testApp()

const append = async (team: string, count: number, details: Record<string, unknown> = {}) => {
  await app.platform.db.transaction(async (tx) => {
    for (let n = 0; n < count; n += 1)
      await appendAudit(tx, {
        action: 'key.used',
        subject: { actor: { kind: 'system', id: null }, logs: [team] },
        client: null,
        now: app.clock.now(),
        details: { n, ...details },
      })
  })
}
const deliver = async (platform = app.platform) => {
  await sealAudit(platform, app.clock.now())
  await deliverStreams(platform, app.clock.now())
}

interface Received {
  signature: string
  body: string
  sequences: number[]
}

/** A collector that answers as it is told. */
async function collector() {
  const received: Received[] = []
  const state = { status: 200, received, address: '' }
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (state.status === 200)
      received.push({
        body,
        signature: String(request.headers['x-aegisrunner-signature']),
        sequences: JSON.parse(body).entries.map(({ sequence }: { sequence: number }) => sequence),
      })
    response.writeHead(state.status).end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  afterAll(() => new Promise((closed) => server.close(closed)))
  state.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/audit`
  return state
}

const add = (who: Person, body: Record<string, unknown>) =>
  who.browser.post(`/teams/${who.teamId}/audit/streams`, { name: 'Collector', kind: 'webhook', ...body })
const shown = async (who: Person) => (await who.browser.get(`/teams/${who.teamId}/audit/streams`)).body.items

test('entries reach a webhook signed, in order, each once, from the moment it was added', async () => {
  const [ada, there] = [await app.person('Ada Lovelace'), await collector()]
  await deliver()
  const { body } = await add(ada, { address: there.address })
  await append(ada.teamId, 250)
  await deliver()
  await deliver()
  const sequences = there.received.flatMap((one) => one.sequences)
  expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, at) => (sequences[0] ?? 0) + at))
  expect(sequences).toHaveLength(251) // with the entry that it was added
  for (const { body: raw, signature } of there.received)
    expect(signature).toBe(`sha256=${createHmac('sha256', body.secret).update(raw).digest('hex')}`)
  expect(await shown(ada)).toMatchObject([{ state: 'sending', waiting: 0 }])
  expect(JSON.stringify(await shown(ada))).not.toContain(body.secret)
})

test('what fails is tried again with growing pauses and never skipped; pausing and replaying are asked for', async () => {
  const [ada, there] = [await app.person('Ada Lovelace'), await collector()]
  await deliver()
  there.status = 503
  const { body } = await add(ada, { address: there.address })
  await append(ada.teamId, 3)
  await deliver()
  expect(await shown(ada)).toMatchObject([{ state: 'failing', failures: 1, waiting: 4 }])
  there.status = 200
  await deliver()
  expect(there.received).toEqual([]) // not yet
  app.clock.advance(seconds(6))
  await deliver()
  const [first = 0] = there.received[0]?.sequences ?? []
  expect(there.received.map(({ sequences }) => sequences)).toEqual([[first, first + 1, first + 2, first + 3]])
  const stream = `/teams/${ada.teamId}/audit/streams/${body.id}`
  await ada.browser.patch(stream, { paused: true })
  await append(ada.teamId, 1)
  app.clock.advance(minutes(2))
  await deliver()
  expect(there.received).toHaveLength(1)
  await ada.browser.patch(stream, { paused: false, from: first + 2 })
  await deliver()
  expect(there.received[1]?.sequences.slice(0, 3)).toEqual([first + 2, first + 3, first + 4])
  expect((await ada.browser.delete(stream)).status).toBe(204)
  expect((await ada.browser.patch(stream, { paused: true })).status).toBe(404)
})

test('two nodes deliver at once: every entry once', async () => {
  const [ada, there, other] = [await app.person('Ada Lovelace'), await collector(), await app.node()]
  await deliver()
  await add(ada, { address: there.address })
  await append(ada.teamId, 300)
  await sealAll(app.platform, ada.teamId)
  await Promise.all([deliverStreams(app.platform, app.clock.now()), deliverStreams(other.platform, app.clock.now())])
  const sequences = there.received.flatMap((one) => one.sequences)
  expect(new Set(sequences).size).toBe(301)
  expect(sequences).toHaveLength(301)
})

test('a syslog server over TLS gets RFC 5424 messages, octet-counted, with numbers that show a gap', async () => {
  const ada = await app.person('Ada Lovelace')
  const identity = selfSigned('logs.example.test')
  let text = ''
  const server = createTlsServer(identity, (socket) =>
    socket.on('data', (chunk) => (text += chunk)).on('end', () => socket.end()),
  )
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  afterAll(() => new Promise((closed) => server.close(closed)))
  const outbound = createOutbound({
    allowPrivate: true,
    allowHttp: false,
    allowedAddresses: [],
    authorities: [identity.cert],
    resolver: async () => ['127.0.0.1'],
  })
  const platform = { ...app.platform, outbound }
  const { port } = server.address() as AddressInfo
  await app.sql(
    `INSERT INTO audit_streams (team_id, id, name, kind, address, secret, next, due_at, created_at) VALUES ($1, 'ast_1', 'Syslog', 'syslog', $2, '', 0, $3, $3)`,
    [ada.teamId, `tls://logs.example.test:${port}`, app.clock.now()],
  )
  await append(ada.teamId, 2, { note: 'line\nend "and" ]' })
  await deliver(platform)
  const messages: string[] = []
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    const space = rest.indexOf(' ')
    const length = Number(rest.subarray(0, space).toString())
    messages.push(rest.subarray(space + 1, space + 1 + length).toString())
    rest = rest.subarray(space + 1 + length)
  }
  expect(messages).toHaveLength(3)
  expect(messages[2]).toMatch(
    /^<110>1 2027-03-\S+Z localhost aegisrunner - key\.used \[audit@32473 sequence="3" log="team_\w+" entry="aud_\w+"\] \uFEFF\{/,
  )
  expect(messages.join('')).not.toContain('\n')
  expect(JSON.parse(messages[2]?.split('\uFEFF')[1] ?? '')).toMatchObject({
    action: 'key.used',
    details: { n: 1, note: 'line\nend "and" ]' },
  })
  await app.sql("UPDATE audit_streams SET address = $1, next = 0 WHERE id = 'ast_1'", [
    `tls://other.example.test:${port}`,
  ])
  await deliver(platform)
  expect(await shown(ada)).toMatchObject([{ state: 'failing', failures: 1 }]) // a certificate for another name
})

test('a message cannot be broken up by what an entry says', () => {
  const entry = {
    log: 'team_1',
    id: 'aud_"]\n',
    at: '2027-03-01T09:00:00.000Z',
    action: 'a b\n<1>1',
    actor: { kind: 'user', id: null },
    session: null,
    request: null,
    target: null,
    where: null,
    details: { refused: 'x' },
  }
  const message = syslogMessage(entry, 1, 'host name\n')
  expect(message).toMatch(
    /^<109>1 2027-03-01T09:00:00\.000Z host-name- aegisrunner - a-b-<1>1 \[audit@32473 sequence="1" log="team_1" entry="aud_\\"\\\] "\] /,
  )
  expect(message).not.toContain('\n')
  expect(framed(['ü', 'x']).toString()).toBe('2 ü1 x')
})

test('addresses are those of the kind, that can be reached, five at most, by owners and admins who just proved who they are', async () => {
  const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
  await app.join(ben, ada.teamId, 'auditor')
  for (const body of [
    { address: 'ftp://127.0.0.1/' },
    { address: 'tls://127.0.0.1:6514' },
    { kind: 'syslog', address: 'https://127.0.0.1' },
    { kind: 'syslog', address: 'tls://127.0.0.1' },
    { address: 'http://169.254.169.254/latest' },
    { address: 'https://user:pass@127.0.0.1/' },
    { address: 'nonsense' },
  ])
    expect((await add(ada, body)).body.code, JSON.stringify(body)).toBe('address_not_usable')
  const same = await Promise.all(Array.from({ length: 5 }, () => add(ada, { address: 'https://127.0.0.1:9/' })))
  expect(same.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  expect((await add(ada, { address: 'https://127.0.0.1:9/' })).body.code).toBe('too_many_streams')
  expect((await ben.browser.get(`/teams/${ada.teamId}/audit/streams`)).status).toBe(403)
  app.clock.advance(minutes(11))
  expect((await add(ada, { address: 'https://127.0.0.1:9/' })).body.code).toBe('confirmation_required')
})
