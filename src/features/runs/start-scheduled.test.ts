import { expect, test, vi } from 'vitest'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { putOnPlan, use } from '#features/usage/usage.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { shop } from './shop.fixture.ts'
import { startScheduled } from './start-scheduled.ts'
import { drainBrowserWork } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

test('a schedule starts its run once, is told of when it ends, and pauses when the plan is used up', async () => {
  const { person, projectId } = await shop(app, 'Ada Schedule')
  const due = app.clock.now()
  await app.sql(
    "INSERT INTO schedules (team_id, id, project_id, suite_id, cron, zone, enabled, next_at, created_at) VALUES ($1, 'sch_1', $2, NULL, '0 * * * *', 'UTC', true, $3, $3)",
    [person.teamId, projectId, due],
  )
  await Promise.all([startScheduled(app.platform, due), startScheduled(app.platform, due)])
  const runs = (await person.browser.get(`/teams/${person.teamId}/runs?trigger=schedule`)).body.items
  expect(runs).toMatchObject([{ state: 'queued', askedBy: { kind: 'schedule' } }])
  await drainBrowserWork(app.platform)
  await putOnPlan(app, person.teamId, 'free')
  await burstOver(app)
  const letters = (await app.mail(person.email)).filter(({ subject }) => subject.startsWith('Scheduled run'))
  expect(letters.map(({ subject }) => subject)).toEqual(['Scheduled run passed: Shop'])
  expect(await use(app.platform, person.teamId, app.clock.now(), { amount: 49 })).toBeNull()
  await app.sql('UPDATE schedules SET next_at = $2 WHERE team_id = $1', [person.teamId, app.clock.now()])
  await startScheduled(app.platform, app.clock.now())
  const [schedule] = await app.sql('SELECT enabled, paused_reason FROM schedules WHERE team_id = $1', [person.teamId])
  expect(schedule).toEqual({ enabled: true, paused_reason: 'run_quota' })
  await burstOver(app)
  expect((await app.mail(person.email)).at(-1)?.subject).toBe('Scheduled runs of Shop are paused')
  expect((await person.browser.get(`/teams/${person.teamId}/runs?trigger=schedule`)).body.items).toHaveLength(1)
})
