import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { jobs } from '#app/app.ts'
import { minutes } from '#platform/clock.ts'
import { drainJobs } from '#platform/jobs/worker.ts'
import { testApp } from '#tests/harness.ts'
import { button, type Letter } from './letter.ts'
import { faultyServer, type Treatment } from './mail-server.fixture.ts'
import { mail } from './outbox.ts'
import { mailTimetable } from './timetable.ts'

const server = await faultyServer()
const app = await testApp({ SMTP_URL: server.url })
await app.drain()
afterAll(() => server.down())
afterEach(() => {
  server.treat = () => 'takes'
})

let people = 0
const somebody = () => ({ email: `somebody.${++people}@example.com`, fullName: 'Some Body', timezone: 'UTC' })
const letterSaying = (subject: string): Letter => ({
  name: 'test',
  subject,
  preview: subject,
  body: [subject, button('Open', `${app.config.publicUrl}/verify-email#tok`)],
})
const post = (to: ReturnType<typeof somebody>, ...subjects: string[]) =>
  app.platform.db.transaction(async (tx) => {
    for (const subject of subjects) {
      await mail(tx, app.platform, to, letterSaying(subject), app.clock.now())
      app.clock.advance(1)
    }
  })
const rows = (to: { email: string }) =>
  app.sql<{ id: string; state: string; attempts: number; last_error: string | null; content: string | null }>(
    'SELECT id, state, attempts, last_error, content FROM mail_outbox WHERE recipient = $1 ORDER BY created_at, id',
    [to.email],
  )
const patience = { timeout: 10_000 }
// A worker lets go of its last job a moment after it has said that it is done.
const letGo = () =>
  vi.waitFor(async () => {
    const held = "SELECT 1 FROM graphile_worker.jobs WHERE locked_at IS NOT NULL AND locked_by <> 'dead'"
    expect(await app.sql(held)).toEqual([])
  }, patience)
const drainAgain = async () => {
  await letGo()
  await app.sql('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL')
  await app.drain()
}

const doubleJobs = () =>
  app.sql(
    `SELECT graphile_worker.add_job('mail.send', json_build_object('id', id)) FROM mail_outbox, generate_series(1, 2)
     WHERE state = 'waiting'`,
  )

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

test('after the last try the letter failed, leaves no dead job, and the next one goes out', async () => {
  const to = somebody()
  await post(to, 'deferred', 'next')
  server.treat = () => 'defers recipient'
  await app.drain()
  const [first] = await rows(to)
  await letGo()
  await app.sql("UPDATE graphile_worker._private_jobs SET attempts = 19 WHERE payload ->> 'id' = $1", [first?.id])
  let tries = 0
  server.treat = (recipient) => (recipient === to.email && tries++ === 0 ? 'defers recipient' : 'takes')
  await drainAgain()
  expect(await rows(to)).toMatchObject([
    { state: 'failed', last_error: expect.stringContaining('450 4.2.1 try again later') },
    { state: 'sent' },
  ])
  expect(server.subjectsFor(to.email)).toEqual(['next'])
  expect(await app.sql('SELECT 1 FROM graphile_worker.jobs WHERE attempts >= max_attempts')).toEqual([])
})

test('no letter overtakes an earlier one to the same person, and nobody else waits for them', async () => {
  const [ada, ben] = [somebody(), somebody()]
  let greylisted = true
  server.treat = (recipient) => (recipient === ada.email && greylisted ? 'defers recipient' : 'takes')
  await post(ada, '1', '2', '3')
  await post(ben, 'a', 'b')
  await app.drain()
  expect(server.subjectsFor(ada.email)).toEqual([])
  expect(server.subjectsFor(ben.email)).toEqual(['a', 'b'])
  greylisted = false
  await post(ada, '4')
  await drainAgain()
  expect(server.subjectsFor(ada.email)).toEqual(['1', '2', '3', '4'])
})

test('a letter that cannot be sent holds the next ones back for five tries and no longer', async () => {
  const to = somebody()
  server.treat = (_recipient, subject) => (subject === 'stuck' ? 'defers letter' : 'takes')
  await post(to, 'stuck', 'needed', 'too')
  await app.drain()
  const tries = async () => (await rows(to)).map(({ attempts }) => attempts)
  while (((await tries())[0] ?? 9) < 4) await drainAgain()
  expect(await tries()).toEqual([4, 0, 0])
  await drainAgain()
  expect(server.subjectsFor(to.email)).toEqual(['needed', 'too'])
  expect(await rows(to)).toMatchObject([{ state: 'waiting' }, { state: 'sent' }, { state: 'sent' }])
  server.treat = () => 'takes'
  await drainAgain()
  expect(server.subjectsFor(to.email)).toEqual(['needed', 'too', 'stuck'])
})

test('two nodes and doubled jobs send each letter exactly once, in order', async () => {
  const other = await app.node()
  const to = Array.from({ length: 6 }, somebody)
  for (const one of to) await post(one, '1', '2', '3', '4')
  await doubleJobs()
  await Promise.all([drainJobs(app.platform, jobs), drainJobs(other.platform, jobs)])
  await drainAgain()
  for (const { email } of to) expect(server.subjectsFor(email)).toEqual(['1', '2', '3', '4'])
})

test('while one node hands a letter over, another with the same job waits and then finds it sent', async () => {
  const other = await app.node()
  const to = somebody()
  await post(to, 'once')
  await doubleJobs()
  let letThrough = () => {}
  server.pause = new Promise((resolve) => {
    letThrough = resolve
  })
  const draining = Promise.all([drainJobs(app.platform, jobs), drainJobs(other.platform, jobs)])
  const waiting = () =>
    app.sql(
      `SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database
       WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`,
    )
  await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), patience)
  letThrough()
  await draining
  expect(server.subjectsFor(to.email)).toEqual(['once'])
  expect(await rows(to)).toMatchObject([{ state: 'sent', attempts: 1 }])
})

test('what a killed worker had in hand is rescued within minutes, not after the queue’s four hours', async () => {
  const to = somebody()
  await post(to, 'rescued', 'too')
  const heldFor = (time: string) =>
    app.sql(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now() - $2::interval
       WHERE payload ->> 'id' IN (SELECT id FROM mail_outbox WHERE recipient = $1)`,
      [to.email, time],
    )
  await heldFor('4 minutes')
  const rescue = async () => {
    for (const one of mailTimetable) await one.run(app.platform, app.clock.now())
    await app.drain()
  }
  await rescue()
  expect(server.subjectsFor(to.email)).toEqual([])
  await heldFor('6 minutes')
  await rescue()
  expect(server.subjectsFor(to.email)).toEqual(['rescued', 'too'])
})

test('letters that are done with are forgotten after 30 days, waiting ones never', async () => {
  const [done, waiting] = [somebody(), somebody()]
  await post(done, 'done')
  await app.drain()
  await post(waiting, 'waiting')
  const sweep = () =>
    mailTimetable.find(({ name }) => name === 'mail.sweep_settled')?.run(app.platform, app.clock.now())
  app.clock.advance(minutes(60 * 24 * 29))
  await sweep()
  expect(await rows(done)).toHaveLength(1)
  app.clock.advance(minutes(60 * 24 * 2))
  await sweep()
  expect(await rows(done)).toEqual([])
  expect(await rows(waiting)).toHaveLength(1)
})

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
