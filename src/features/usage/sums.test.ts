import { expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { usedByDay, usedByWhom } from './page.queries.ts'
import { usageTimetable } from './routes.ts'
import { sumUp } from './sum-up.ts'
import { use } from './usage.fixture.ts'

const app = await testApp()
const other = await app.node()
const nodes = [app.platform, other.platform] as const
const now = () => app.clock.now()

const count = async (table: string, teamId: string) => {
  const [row] = await app.sql<{ rows: number; used: number }>(
    `SELECT count(*)::int AS rows, coalesce(sum(used), 0)::int AS used FROM ${table} WHERE team_id = $1`,
    [teamId],
  )
  return row ?? expect.fail()
}

test('counted on two nodes while both sum up: at every moment every reader sees whole sums, and in the end nothing waits', async () => {
  const ada = await app.person('Ada Sums')
  let counting = true
  const seen: number[] = []
  const reading = (async () => {
    while (counting) seen.push((await count('usage_by_day', ada.teamId)).used)
  })()
  const summing = nodes.map(async (node) => {
    while (counting) await sumUp(node)
  })
  const uses = Array.from({ length: 400 }, (_, n) =>
    use(nodes[n % 2] ?? app.platform, ada.teamId, now(), { projectId: `prj_${n % 5}`, keyId: `key_${n % 3}` }),
  )
  await Promise.all(uses)
  counting = false
  await Promise.all([reading, ...summing])
  expect(seen).toEqual([...seen].sort((one, another) => one - another))
  await sumUp(app.platform)
  expect((await count('usage_unsummed', ada.teamId)).rows).toBe(0)
  expect(await count('usage_days', ada.teamId)).toEqual({ rows: 15, used: 400 })
  // The same by day, by project and by key.
  expect(await count('usage_shares', ada.teamId)).toEqual({ rows: 1 + 5 + 3, used: 3 * 400 })
})

test('what a node left behind when it died is read all the same, and summed by the timetable', async () => {
  const ada = await app.person('Ada Died')
  await app.sql(
    `INSERT INTO usage_unsummed (team_id, meter, period_start, day, project_id, key_id, used)
     VALUES ($1, 'runs', $2, '2027-03-01', 'prj_1', '', 7)`,
    [ada.teamId, now()],
  )
  const days = async () => (await ada.browser.get(`/teams/${ada.teamId}/usage/days`)).body.days.at(-1)
  expect(await days()).toMatchObject({ runs: 7 })
  await usageTimetable.find(({ name }) => name === 'usage.sum_up')?.run(app.platform, now())
  expect(await count('usage_days', ada.teamId)).toEqual({ rows: 1, used: 7 })
  expect(await days()).toMatchObject({ runs: 7 })
})

test('a key for one project sees the shares and days of that project alone, summed or not', async () => {
  const ada = await app.person('Ada Limited')
  const keyId = (await makeKey(ada, { name: 'All' })).id
  await use(app.platform, ada.teamId, now(), { projectId: 'prj_a', amount: 3, keyId })
  await sumUp(app.platform)
  await use(app.platform, ada.teamId, now(), { projectId: 'prj_a', amount: 2 })
  await use(app.platform, ada.teamId, now(), { projectId: 'prj_b', amount: 9, keyId })
  const [{ period_start: periodStart }] = (await app.sql('SELECT period_start FROM usage_counters WHERE team_id = $1', [
    ada.teamId,
  ])) as [{ period_start: Date }]
  const shown = async (projectIds: string[] | null) => {
    const whose = { teamId: ada.teamId, projectIds }
    const { byProject, byKey } = await usedByWhom(app.platform.db, whose, periodStart)
    const runs = (rows: typeof byKey) => Object.fromEntries(rows.map((row) => [row.id, row.runs]))
    const [day] = await usedByDay(app.platform.db, whose, { periodStart })
    return [runs(byProject), runs(byKey), day?.runs]
  }
  expect(await shown(null)).toEqual([{ prj_a: 5, prj_b: 9 }, { [keyId]: 12, '': 2 }, 14])
  expect(await shown(['prj_a'])).toEqual([{ prj_a: 5 }, { [keyId]: 3, '': 2 }, 5])
  expect(await shown([])).toEqual([{}, {}, undefined])
})
