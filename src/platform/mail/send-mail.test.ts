import { afterAll, afterEach, expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { attachment } from './letter.ts'
import { faultyServer, type Treatment } from './mail-server.fixture.ts'
import { mail } from './outbox.ts'
import { posting, somebody } from './posting.fixture.ts'

const server = await faultyServer()
const app = await testApp({ SMTP_URL: server.url })
const { post, rows, drainAgain, letterSaying } = posting(app)
await app.drain()
afterAll(() => server.down())
afterEach(() => {
  server.treat = () => 'takes'
})

test('a letter is handed over with its headers, and its content is then dropped', async () => {
  const to = somebody()
  await post(to, 'Grüße')
  const [before] = await rows(to)
  expect(before).toMatchObject({ state: 'waiting', content: expect.stringMatching(/^v1:/) })
  expect(before?.content).not.toContain('tok')
  await app.drain()
  expect(await rows(to)).toEqual([{ id: before?.id, state: 'sent', attempts: 1, last_error: null, content: null }])
  const letter = server.arrived.at(-1)
  expect(letter?.subject).toBe('Grüße')
  expect(letter?.messageId).toBe(`<${before?.id}@localhost>`)
  expect(letter?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(letter?.headers.get('x-auto-response-suppress')).toBe('All')
  expect(letter?.from?.value).toEqual([{ name: 'AegisRunner', address: 'no-reply@aegis.example' }])
  expect(letter?.html).toContain('/verify-email#tok')
  expect(letter?.text).toContain('/verify-email#tok')
})

test('a rolled-back transaction sends nothing', async () => {
  const to = somebody()
  const undone = app.platform.db.transaction(async (tx) => {
    await mail(tx, app.platform, to, letterSaying('Never'), app.clock.now())
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await app.drain()
  expect(await rows(to)).toEqual([])
  expect(server.subjectsFor(to.email)).toEqual([])
})

test('V64: a hostile name adds no header, no recipient and no tag', async () => {
  const to = { ...somebody(), fullName: 'Eve <img src=x onerror=alert(1)>\r\nBcc: mallory@example.com' }
  await post(to, 'Hello\r\nBcc: mallory@example.com\r\n\r\nbody')
  await app.drain()
  const letter = server.arrived.at(-1)
  expect(letter?.headers.has('bcc')).toBe(false)
  expect(letter?.subject).toBe('Hello Bcc: mallory@example.com body')
  expect(server.subjectsFor('mallory@example.com')).toEqual([])
  expect(letter?.html).not.toContain('<img')
})

test('an attachment goes along, and one click ends what may be ended', async () => {
  const to = somebody()
  const { publicUrl } = app.config
  const bytes = Buffer.from('%PDF-1.7 a receipt')
  await app.platform.db.transaction((tx) =>
    mail(
      tx,
      app.platform,
      to,
      {
        ...letterSaying('Receipt'),
        attachment: attachment('Receipt “../4”\r\n.pdf', 'application/pdf', bytes),
        unsubscribe: {
          what: 'receipts by e-mail',
          post: `${publicUrl}/api/v1/unsubscriptions/t`,
          page: `${publicUrl}/unsubscribe#t`,
        },
      },
      app.clock.now(),
    ),
  )
  await app.drain()
  const letter = server.arrived.at(-1)
  expect(letter?.attachments).toMatchObject([
    { filename: 'Receipt -..-4- .pdf', contentType: 'application/pdf', content: bytes },
  ])
  expect(letter?.headers.get('list')).toEqual({
    unsubscribe: { url: `${publicUrl}/api/v1/unsubscriptions/t` },
    'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
  })
  expect(letter?.text).toContain(`Stop receipts by e-mail:\n${publicUrl}/unsubscribe#t`)
  expect(letter?.html).toContain(`href="${publicUrl}/unsubscribe#t"`)
})

test('a letter cannot be ended at another site', async () => {
  const foreign = { what: 'x', post: 'https://evil.example/', page: `${app.config.publicUrl}/unsubscribe` }
  const sending = app.platform.db.transaction((tx) =>
    mail(tx, app.platform, somebody(), { ...letterSaying('x'), unsubscribe: foreign }, app.clock.now()),
  )
  await expect(sending).rejects.toThrow('is ended at')
})

test('an address refused for good is marked until a letter gets through; a refused letter marks nothing', async () => {
  const to = somebody()
  const marks = () => app.sql('SELECT says FROM mail_refused_addresses WHERE recipient = $1', [to.email])
  await post(to, 'spam')
  server.treat = (recipient) => (recipient === to.email ? 'refuses letter' : 'takes')
  await app.drain()
  expect(await marks()).toEqual([])
  await post(to, 'gone')
  server.treat = (recipient) => (recipient === to.email ? 'refuses recipient' : 'takes')
  await app.drain()
  expect(await marks()).toEqual([{ says: expect.stringContaining('550 5.1.1 no such user here') }])
  server.treat = () => 'takes'
  await post(to, 'back')
  await app.drain()
  expect(await marks()).toEqual([])
})

test.each([
  'a@example.com,b@example.com',
  'a@example.com>',
  'a@example.com\r\nRCPT TO:<b@example.com>',
  'nobody',
  'a@b@c',
])('V63: %j is not exactly one address', async (email) => {
  await expect(post({ ...somebody(), email }, 'x')).rejects.toThrow('exactly one address')
})

const passing: Treatment[] = [
  'defers recipient',
  'defers letter',
  'refuses sender',
  'hangs after data',
  'drops after data',
]
test.each(passing)('when the server %s, the letter waits and goes out later', async (treatment) => {
  const to = somebody()
  await post(to, treatment)
  server.treat = () => treatment
  await app.drain()
  const [waiting] = await rows(to)
  expect(waiting).toMatchObject({ state: 'waiting', last_error: expect.any(String), content: expect.any(String) })
  expect(waiting?.attempts).toBeGreaterThan(0)
  server.treat = () => 'takes'
  await drainAgain()
  expect(await rows(to)).toMatchObject([{ state: 'sent', last_error: null, content: null }])
  const ids = server.arrived.filter((letter) => letter.subject === treatment).map((letter) => letter.messageId)
  expect(new Set(ids)).toEqual(new Set([`<${waiting?.id}@localhost>`]))
})

test('a server that is down loses nothing', async () => {
  const to = somebody()
  await server.down()
  await post(to, 'one', 'two')
  await app.drain()
  expect(await rows(to)).toMatchObject([{ state: 'waiting' }, { state: 'waiting', attempts: 0 }])
  await server.up()
  await drainAgain()
  expect(server.subjectsFor(to.email)).toEqual(['one', 'two'])
})

test.each<Treatment>(['refuses recipient', 'refuses letter'])(
  'when the server %s for good, the letter failed at once',
  async (treatment) => {
    const to = somebody()
    await post(to, 'refused', 'next')
    server.treat = (recipient) => (recipient === to.email ? treatment : 'takes')
    await app.drain()
    const [refused] = await rows(to)
    expect(refused).toMatchObject({ state: 'failed', attempts: 1, content: expect.any(String) })
    expect(refused?.last_error).toMatch(/550 5\.1\.1 no such user here|554 5\.7\.1 looks like spam/)
    expect(app.logged()).toContain(`letter ${refused?.id} (test) was given up`)
  },
)

test('a letter sealed with another master key fails with words, not for ever', async () => {
  const to = somebody()
  await post(to, 'sealed')
  await app.sql("UPDATE mail_outbox SET content = 'v1:other:' WHERE recipient = $1", [to.email])
  await app.drain()
  expect(await rows(to)).toMatchObject([{ state: 'failed', last_error: expect.stringContaining('another master key') }])
})

test('no link ever stands in the log', () => {
  expect(app.logged()).not.toContain('verify-email#')
})
