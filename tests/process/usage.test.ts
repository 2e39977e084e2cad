import { join } from 'node:path'
import type pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { firstPerson, startedOn } from './on-data.ts'
import { builtProgram, emptyFolder } from './program.ts'

// Starts the program twice, on machines that have other things to do as well.
vi.setConfig({ testTimeout: minutes(2) })
beforeAll(builtProgram, minutes(2))

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
  const first = await startedOn(data)
  const { cookie, teamId } = await firstPerson(first)
  const path = `/teams/${teamId}/usage/events`
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

  const second = await startedOn(data)
  const before = await counted(second.client)
  expect(before.counter).toBeGreaterThanOrEqual(120)
  expect(before.counter).toBeLessThan(600)
  expect([before.events, before.days, before.reports * 10]).toEqual([before.counter, before.counter, before.counter])
  for (const body of batches) expect((await second.send(path, body, cookie)).status).toBe(200)
  expect(await counted(second.client)).toMatchObject({ counter: 600, events: 600, days: 600 })
  second.program.child.kill('SIGTERM')
  await second.program.ended
})
