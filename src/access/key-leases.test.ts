import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { KeyLeases } from './key-leases.ts'

const app = await testApp()
const nodes = [new KeyLeases(app.platform.db), new KeyLeases(app.platform.db), new KeyLeases(app.platform.db)]
let teams = 0

const passed = async (team: string, limit: number, count: number): Promise<number> => {
  const now = app.clock.now()
  const all = await Promise.all(
    Array.from({ length: count }, (_, i) => (nodes[i % nodes.length] as KeyLeases).take(team, limit, now)),
  )
  return all.filter((one) => one.passed).length
}

test.each([1, 7, 20, 60, 300])(
  'V100, V143: of 5N parallel requests over three nodes exactly N = %i pass, window by window',
  async (limit) => {
    const team = `team_${++teams}`
    for (let window = 0; window < 3; window++) {
      expect(await passed(team, limit, 5 * limit)).toBe(limit)
      expect(await passed(team, limit, limit)).toBe(0)
      app.clock.advance(minutes(1))
    }
    const [row] = await app.sql<{ leased: number }>('SELECT leased FROM key_windows WHERE team_id = $1', [team])
    expect(row?.leased).toBe(limit)
  },
)

test('a node asks the database once per tenth of the limit; between, it answers at once', async () => {
  const team = `team_${++teams}`
  const asked: boolean[] = []
  for (let i = 0; i < 61; i++) {
    const taken = (nodes[0] as KeyLeases).take(team, 60, app.clock.now())
    asked.push(taken instanceof Promise)
    await taken
  }
  expect(asked.filter(Boolean)).toHaveLength(11) // ten shares, and once to hear that nothing is left
  expect((nodes[0] as KeyLeases).take(team, 60, app.clock.now())).toMatchObject({ passed: false, remaining: 0 })
})

test('an idle node keeps no more than one share from the others', async () => {
  const team = `team_${++teams}`
  const [one, other] = nodes as [KeyLeases, KeyLeases]
  expect(await one.take(team, 60, app.clock.now())).toMatchObject({ passed: true, remaining: 59 })
  let through = 0
  while ((await other.take(team, 60, app.clock.now())).passed) through += 1
  expect(through).toBe(54)
})

test('the window begins with the first request, ends a minute later, and shares of it end with it', async () => {
  const team = `team_${++teams}`
  const [one, other] = nodes as [KeyLeases, KeyLeases]
  const start = app.clock.now()
  const first = await one.take(team, 20, start)
  app.clock.advance(seconds(30))
  expect((await other.take(team, 20, app.clock.now())).resetsAt).toEqual(first.resetsAt)
  expect(first.resetsAt.getTime() - start.getTime()).toBe(minutes(1))
  app.clock.advance(seconds(30))
  expect(await one.take(team, 20, app.clock.now())).toMatchObject({ passed: true, remaining: 19 })
})

test('a plan that changes in the middle of a window counts at once, and never gives back what was used', async () => {
  const team = `team_${++teams}`
  expect(await passed(team, 60, 40)).toBe(40)
  expect(await passed(team, 20, 20)).toBe(0)
  const more = (await passed(team, 300, 300)) + (await passed(team, 300, 900))
  expect(40 + more).toBeLessThanOrEqual(300)
  expect(40 + more).toBeGreaterThanOrEqual(300 - 3 * 6) // what was left in hand of the shares before
})
