import { expect, test } from 'vitest'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { makeCase, makeProject, makeSuite } from '#features/projects/projects.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { startScheduled } from './start-scheduled.ts'

const app = await testApp()

test('a schedule with nothing to test says so, once in the log and once by mail, and goes on by itself when there is something', async () => {
  const ada = await app.person('Ada Idle')
  const project = await makeProject(ada)
  await app.sql(
    "INSERT INTO schedules (team_id, id, project_id, suite_id, cron, zone, enabled, next_at, created_at) VALUES ($1, 'sch_idle', $2, NULL, '0 * * * *', 'UTC', true, $3, $3)",
    [ada.teamId, project.id, app.clock.now()],
  )
  const comes = async () => {
    await app.sql('UPDATE schedules SET next_at = $2 WHERE team_id = $1', [ada.teamId, app.clock.now()])
    await startScheduled(app.platform, app.clock.now())
    return (await ada.browser.get(`/teams/${ada.teamId}/schedules`)).body.items[0]
  }
  const at = app.clock.now().toISOString()
  const paused = { at, reason: 'no_tests', until: null, says: expect.stringContaining('nothing to test') }
  expect(await comes()).toMatchObject({ enabled: true, lastRanAt: null, paused })
  app.clock.advance(60_000)
  expect(await comes()).toMatchObject({ paused }) // the same pause, not a new one
  await burstOver(app)
  const written = () =>
    app.sql(
      "SELECT action, details->>'reason' AS reason FROM audit_log WHERE log_id = $1 AND action LIKE 'schedule.%' ORDER BY at, id",
      [ada.teamId],
    )
  expect(await written()).toEqual([{ action: 'schedule.without_tests', reason: 'no_tests' }])
  const told = (await app.mail(ada.email)).filter(({ subject }) => subject.includes('nothing to test'))
  expect(told.map(({ subject }) => subject)).toEqual([`A schedule of ${project.name} found nothing to test`])

  const suite = await makeSuite(ada, project.id)
  await makeCase(ada, suite.id)
  expect(await comes()).toMatchObject({ paused: null, lastRanAt: app.clock.now().toISOString() })
  expect((await written()).at(-1)).toMatchObject({ action: 'schedule.resumed' })
  expect((await ada.browser.get(`/teams/${ada.teamId}/runs?trigger=schedule`)).body.items).toHaveLength(1)
})
