import { afterAll, expect, test, vi } from 'vitest'
import { departures } from '#app/lifecycle.ts'
import { eraseEverything } from '#features/account/erasure.ts'
import { minutes } from '#platform/clock.ts'
import { fullLife } from '../full-life.ts'
import { testApp } from '../harness.ts'
import { tracesOf } from '../traces.ts'
import { type DatabaseProxy, type Fault, openDatabaseProxy } from './database-proxy.ts'
import { changesBetween, stateOf } from './state.ts'

vi.setConfig({ testTimeout: minutes(5) })
let proxy!: DatabaseProxy
const app = await testApp({}, { through: async (server) => (proxy = await openDatabaseProxy(server)) })
afterAll(() => proxy.close())

const doneOf = async (userId: string) => {
  const [row] = await app.sql<{ steps: string[]; erased_at: Date | null }>(
    'SELECT steps, erased_at FROM account_deletions WHERE user_id = $1',
    [userId],
  )
  return JSON.stringify(row)
}

async function leaving() {
  const who = await fullLife(app)
  const answer = await who.browser.post('/account/deletion', {
    when: 'now',
    password: who.password,
    confirm: 'DELETE',
  })
  expect(answer.status).toBe(202)
  // Its job never runs by itself: it is run here, again and again.
  await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'userId' = $1", [who.id])
  return who
}

/** Erases with a fault at statement 1, 2, 3 … of what is left; begins anew with the next step's first whenever a step is done. Answers how many faults it met. */
async function eraseThrough(userId: string, fault: Fault): Promise<number> {
  let n = 1
  let before = await stateOf(app)
  let done = await doneOf(userId)
  for (let faults = 0; ; faults++) {
    proxy.arm(n, fault)
    await eraseEverything(app.platform, departures, userId, app.clock.now()).catch(() => {})
    if (proxy.heal() === null) return faults
    const [after, now] = [await stateOf(app), await doneOf(userId)]
    const changed = changesBetween(before, after)
    expect(changed.length > 0, `a step is noted if and only if something changed: ${changed}`).toBe(now !== done)
    // What is done is passed over with four statements a step.
    n = now === done ? n + 1 : 1 + 4 * JSON.parse(now ?? '{}').steps.length
    before = after
    done = now
  }
}

for (const fault of ['fails', 'unanswered'] as const) {
  test(`erasing a whole life while every database call in turn ${fault === 'fails' ? 'fails' : 'loses its answer'}: each step whole or not at all, and in the end nothing is left`, async () => {
    const who = await leaving()
    const faults = await eraseThrough(who.id, fault)
    expect(faults).toBeGreaterThan(50)
    expect(await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).toEqual([])
    const receipts = (await app.mail(who.email)).filter(({ subject }) => subject === 'Your account was deleted')
    expect(receipts).toHaveLength(1)
    expect(await tracesOf(app, who.words)).toEqual([])
  })
}
