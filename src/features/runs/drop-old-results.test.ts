import { expect, test, vi } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html } from '#tests/site.ts'
import { dropOldResults } from './drop-old-results.ts'
import { ran } from './runs.fixture.ts'
import { shop } from './shop.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

test('results go with the plan’s retention; pictures that cases compare with stay', async () => {
  const { person, site, projectId } = await shop(app, 'Ada Kept')
  site.set('/about', html('Changed', ''))
  await ran(app, person, projectId)
  const count = async (table: string) =>
    (await app.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE team_id = $1`, [person.teamId]))[0]?.n
  expect(await count('pictures')).toBeGreaterThan(2)
  app.clock.advance(days(89) + minutes(1))
  await app.sql("INSERT INTO plan_periods VALUES ($1, $2, NULL, 'pro', $2)", [person.teamId, app.clock.now()])
  await dropOldResults(app.platform, app.clock.now())
  expect([await count('runs'), await count('crawls')]).toEqual([1, 1])
  app.clock.advance(days(2))
  await dropOldResults(app.platform, app.clock.now())
  expect([await count('runs'), await count('run_cases'), await count('crawls'), await count('pictures')]).toEqual([
    0, 0, 0, 2,
  ])
})
