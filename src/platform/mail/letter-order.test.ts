import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { jobs } from '#app/app.ts'
import { days } from '#platform/clock.ts'
import { drainJobs } from '#platform/jobs/worker.ts'
import { testApp } from '#tests/harness.ts'
import { faultyServer } from './mail-server.fixture.ts'
import { posting, somebody } from './posting.fixture.ts'
import { mailTimetable } from './timetable.ts'

const server = await faultyServer()
const app = await testApp({ SMTP_URL: server.url })
const { post, rows, drainAgain, letGo, doubleJobs } = posting(app)
await app.drain()
afterAll(() => server.down())
afterEach(() => {
  server.treat = () => 'takes'
})

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
  await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 10_000 })
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
  app.clock.advance(days(29))
  await sweep()
  expect(await rows(done)).toHaveLength(1)
  app.clock.advance(days(2))
  await sweep()
  expect(await rows(done)).toEqual([])
  expect(await rows(waiting)).toHaveLength(1)
})
