import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { joinRunning } from '#platform/db/embedded/join-running.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

// Starts the program twice, on machines that have other things to do as well.
vi.setConfig({ testTimeout: minutes(2) })
beforeAll(builtProgram, minutes(2))

/** The program on this data, as the database and as HTTP see it. */
async function started(data: string) {
  const port = await freePort()
  const program = aegisrunner(['serve'], { DATA_DIR: data, PORT: String(port), LOG_LEVEL: 'warn' })
  await program.printed('AegisRunner is ready')
  const at = await joinRunning(data)
  if (!at) throw new Error('the database does not answer')
  const { superuser, ...where } = at
  const client = new pg.Client({ ...where, user: superuser })
  client.on('error', () => {}) // the kill takes the connection too
  await client.connect()
  onTestFinished(() => client.end().catch(() => {}))
  const origin = `http://localhost:${port}`
  const send = (path: string, body: unknown, cookie = '') =>
    fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    })
  return { program, client, send }
}

const counted = async (client: pg.Client) =>
  (
    await client.query(
      `SELECT coalesce((SELECT sum(used) FROM usage_counters), 0)::int AS counter,
        coalesce((SELECT sum(amount) FROM usage_events), 0)::int AS events,
        coalesce((SELECT sum(used) FROM usage_by_day), 0)::int AS days,
        (SELECT count(*)::int FROM audit_log WHERE action = 'usage.reported') AS reports`,
    )
  ).rows[0]

test('kill -9 while use is counted: what was answered is counted, and telling everything again counts nothing twice', async () => {
  const data = join(await emptyFolder(), 'd')
  const first = await started(data)
  const account = {
    fullName: 'Ada Lovelace',
    email: 'ada@example.com',
    password: 'plum-harbour-violet-42',
    timezone: 'UTC',
  }
  const signedUp = await first.send('/auth/sign-ups', account)
  const cookie = signedUp.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { rows: teams } = await first.client.query('SELECT id FROM teams')
  const path = `/teams/${teams[0].id}/usage/events`
  const batches = Array.from({ length: 60 }, (_, batch) => ({
    events: Array.from({ length: 10 }, (_, line) => ({ id: `event-${batch}-${line}`, meter: 'runs' })),
  }))

  let answered = 0
  const killed = new Promise<void>((resolve, reject) => {
    const tell = async (body: unknown) => {
      const answer = await first.send(path, body, cookie).catch(() => null)
      if (answer && answer.status !== 200) return reject(new Error(await answer.text()))
      if (!answer) return
      answered += 1
      if (answered === 12) {
        first.program.child.kill('SIGKILL')
        resolve()
      }
    }
    // Four programs that tell one batch after the other: some are in the middle of it when the kill comes.
    for (let lane = 0; lane < 4; lane++) {
      void batches
        .filter((_, i) => i % 4 === lane)
        .reduce<Promise<void>>((before, body) => before.then(() => tell(body)), Promise.resolve())
    }
  })
  await killed
  await first.program.ended

  const second = await started(data)
  const before = await counted(second.client)
  expect(before.counter).toBeGreaterThanOrEqual(120)
  expect(before.counter).toBeLessThan(600)
  expect([before.events, before.days, before.reports * 10]).toEqual([before.counter, before.counter, before.counter])
  for (const body of batches) expect((await second.send(path, body, cookie)).status).toBe(200)
  expect(await counted(second.client)).toMatchObject({ counter: 600, events: 600, days: 600 })
  second.program.child.kill('SIGTERM')
  await second.program.ended
})
