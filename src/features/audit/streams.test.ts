import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { createOutbound } from '#platform/outbound/outbound.ts'
import { selfSigned } from '#tests/certificate.ts'
import { testApp } from '#tests/harness.ts'
import { appendMany } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'
import { deliverStreams } from './deliver-streams.ts'
import { addStream, collector, deliver, shownStreams } from './streams.fixture.ts'
import { framed, syslogMessage } from './syslog.ts'

const app = await testApp()

test('entries reach a webhook signed, in order, each once, from the moment it was added', async () => {
  const [ada, there] = [await app.person('Ada Lovelace'), await collector()]
  await deliver(app)
  const { body } = await addStream(ada, { address: there.address })
  await appendMany(app, ada.teamId, 250)
  await deliver(app)
  await deliver(app)
  const sequences = there.received.flatMap((one) => one.sequences)
  expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, at) => (sequences[0] ?? 0) + at))
  expect(sequences).toHaveLength(251) // with the entry that it was added
  for (const { body: raw, signature } of there.received)
    expect(signature).toBe(`sha256=${createHmac('sha256', body.secret).update(raw).digest('hex')}`)
  expect(await shownStreams(ada)).toMatchObject([{ state: 'sending', waiting: 0 }])
  expect(JSON.stringify(await shownStreams(ada))).not.toContain(body.secret)
})

test('what fails is tried again with growing pauses and never skipped; pausing and replaying are asked for', async () => {
  const [ada, there] = [await app.person('Ada Lovelace'), await collector()]
  await deliver(app)
  there.status = 503
  const { body } = await addStream(ada, { address: there.address })
  await appendMany(app, ada.teamId, 3)
  await deliver(app)
  expect(await shownStreams(ada)).toMatchObject([{ state: 'failing', failures: 1, waiting: 4 }])
  there.status = 200
  await deliver(app)
  expect(there.received).toEqual([]) // not yet
  app.clock.advance(seconds(6))
  await deliver(app)
  const [first = 0] = there.received[0]?.sequences ?? []
  expect(there.received.map(({ sequences }) => sequences)).toEqual([[first, first + 1, first + 2, first + 3]])
  const stream = `/teams/${ada.teamId}/audit/streams/${body.id}`
  await ada.browser.patch(stream, { paused: true })
  await appendMany(app, ada.teamId, 1)
  app.clock.advance(minutes(2))
  await deliver(app)
  expect(there.received).toHaveLength(1)
  await ada.browser.patch(stream, { paused: false, from: first + 2 })
  await deliver(app)
  expect(there.received[1]?.sequences.slice(0, 3)).toEqual([first + 2, first + 3, first + 4])
  expect((await ada.browser.delete(stream)).status).toBe(204)
  expect((await ada.browser.patch(stream, { paused: true })).status).toBe(404)
})

test('two nodes deliver at once: every entry once', async () => {
  const [ada, there, other] = [await app.person('Ada Lovelace'), await collector(), await app.node()]
  await deliver(app)
  await addStream(ada, { address: there.address })
  await appendMany(app, ada.teamId, 300)
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
  await appendMany(app, ada.teamId, 2, { note: 'line\nend "and" ]' })
  await deliver({ platform })
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
  await deliver({ platform })
  expect(await shownStreams(ada)).toMatchObject([{ state: 'failing', failures: 1 }]) // a certificate for another name
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
