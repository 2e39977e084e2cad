import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { makeProject, makeSchedule, makeSuite } from './projects.fixture.ts'
import { claimDueSchedules, type DueSchedule, schedulePaused, scheduleRan } from './public.ts'

const app = await testApp() // Monday, 1 March 2027, 09:00 UTC
const other = await app.node()

const claim = (platform = app.platform) => platform.db.transaction((tx) => claimDueSchedules(tx, app.clock.now(), 5))
/** Everything that is due; as it is kept for each team, other tests' schedules are left out. */
async function due(teamId: string): Promise<DueSchedule[]> {
  const claimed = []
  for (;;) {
    const some = await claim()
    if (some.length === 0) return claimed.filter((one) => one.teamId === teamId)
    claimed.push(...some)
  }
}
const listed = async ({ browser, teamId }: Person) => (await browser.get(`/teams/${teamId}/schedules`)).body.items
const at = (clock: string) => `2027-03-${clock}:00.000Z`

test('a schedule says its times in words and in the zone of whoever made it', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'America/New_York' })
  const project = await makeProject(ada)
  const suite = await makeSuite(ada, project.id)
  const whole = await makeSchedule(ada, project.id)
  expect(whole).toMatchObject({
    cron: '0 9 * * 1-5',
    says: 'Weekdays at 09:00',
    zone: 'America/New_York',
    suite: null,
    enabled: true,
    paused: null,
    // The clocks of New York are set forward on the 14th.
    nextTimes: [at('01T14:00'), at('02T14:00'), at('03T14:00'), at('04T14:00'), at('05T14:00')],
  })
  const one = await makeSchedule(ada, project.id, { suiteId: suite.id, cron: ' 30  2 * * * ', zone: 'europe/berlin' })
  expect(one).toMatchObject({
    cron: '30 2 * * *',
    says: 'At 02:30, every day',
    zone: 'Europe/Berlin',
    suite: { id: suite.id, name: 'Basket' },
  })
  expect((await listed(ada)).map(({ id }: { id: string }) => id)).toEqual([one.id, whole.id])
  const key = await makeKey(ada, { kind: 'service', scopes: ['projects:write', 'projects:read'] })
  const path = `/teams/current/projects/${project.id}/schedules`
  const byTeam = await program(app, key.secret).send('POST', path, { cron: '0 0 1 * *' })
  expect(byTeam.body).toMatchObject({ zone: 'UTC', createdBy: null, says: 'On the first of every month' })
})

test.each([
  [{ cron: '* * *' }, 'cron_invalid'],
  [{ cron: '0 0 31 2 *' }, 'cron_invalid'],
  [{ cron: '0 9 * * 1-5', zone: 'Mars/Olympus' }, 'zone_unknown'],
  [{ cron: '0 9 * * *', zone: '+02:00' }, 'zone_unknown'],
  [{ cron: '0 9 * * *', suiteId: `suite_${'0'.repeat(26)}` }, 'suite_unknown'],
])('%j is refused as %s', async (body, code) => {
  const { browser, teamId } = app.operator
  const project = (await browser.get(`/teams/${teamId}/projects`)).body.items[0] ?? (await makeProject(app.operator))
  const path = `/teams/${teamId}/projects/${project.id}/schedules`
  expect((await browser.post(path, body)).body.code).toBe(code)
  const schedule = await makeSchedule(app.operator, project.id)
  const changed = await browser.patch(`/teams/${teamId}/schedules/${schedule.id}`, body, { ifMatch: 1 })
  expect(changed.body.code).toBe(code)
})

test('a suite of another project is none of this one’s', async () => {
  const ada = await app.person('Ada Apart')
  const [first, second] = [await makeProject(ada), await makeProject(ada)]
  const suite = await makeSuite(ada, second.id)
  const path = `/teams/${ada.teamId}/projects/${first.id}/schedules`
  expect((await ada.browser.post(path, { cron: '0 9 * * *', suiteId: suite.id })).body.code).toBe('suite_unknown')
})

test('each time is handed out once, whichever of two nodes asks first, and is lost with the transaction that took it', async () => {
  const ada = await app.person('Ada Due')
  const project = await makeProject(ada)
  const made = []
  for (let n = 0; n < 12; n++) made.push(await makeSchedule(ada, project.id, { cron: '0 * * * *', zone: 'UTC' }))
  expect(await due(ada.teamId)).toEqual([])
  app.clock.advance(hours(1))
  await expect(
    app.platform.db.transaction(async (tx) => {
      await claimDueSchedules(tx, app.clock.now())
      throw new Error('killed in the middle')
    }),
  ).rejects.toThrow('killed')
  const rounds = []
  for (let round = 0; round < 4; round++) rounds.push(...(await Promise.all([claim(), claim(other.platform), claim()])))
  const handed = rounds.flat().filter(({ teamId }) => teamId === ada.teamId)
  expect(handed.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort())
  expect(new Set(handed.map(({ dueAt }) => dueAt.toISOString()))).toEqual(new Set([at('01T10:00')]))
  expect(handed[0]).toMatchObject({ projectId: project.id, suiteId: null, paused: false })
  expect(await due(ada.teamId)).toEqual([])
})

test('after downtime the last missed time is made up for once, within a day; what is older is noted and left', async () => {
  const ada = await app.person('Ada Down')
  const project = await makeProject(ada)
  const hourly = await makeSchedule(ada, project.id, { cron: '30 * * * *', zone: 'UTC' })
  const minutely = await makeSchedule(ada, project.id, { cron: '* * * * *', zone: 'UTC' })
  const weekly = await makeSchedule(ada, project.id, { cron: '0 12 * * 1', zone: 'UTC' })
  app.clock.set(at('03T15:10')) // two days and a bit later
  const claimed = await due(ada.teamId)
  const dueAt = (id: string) => claimed.filter((one) => one.id === id).map((one) => one.dueAt.toISOString())
  expect(dueAt(hourly.id)).toEqual([at('03T14:30')])
  expect(dueAt(minutely.id)).toEqual([at('03T15:10')])
  expect(dueAt(weekly.id)).toEqual([])
  expect(await due(ada.teamId)).toEqual([])
  const now = await listed(ada)
  const shown = (id: string) => now.find((one: { id: string }) => one.id === id)
  expect(shown(weekly.id)).toMatchObject({ missedAt: at('01T12:00') })
  expect(shown(weekly.id).nextTimes[0]).toBe(at('08T12:00'))
  expect(shown(hourly.id)).toMatchObject({ missedAt: null })
})

test('switched off, or its project archived, nothing is due, and nothing is made up for afterwards', async () => {
  const ada = await app.person('Ada Off')
  const project = await makeProject(ada)
  const schedule = await makeSchedule(ada, project.id, { cron: '0 * * * *', zone: 'UTC' })
  const path = `/teams/${ada.teamId}/schedules/${schedule.id}`
  const off = await ada.browser.patch(path, { enabled: false }, { ifMatch: 1 })
  expect(off.body).toMatchObject({ enabled: false, nextTimes: [], version: 2 })
  app.clock.advance(hours(2))
  expect(await due(ada.teamId)).toEqual([])
  const on = await ada.browser.patch(path, { enabled: true }, { ifMatch: 2 })
  expect(on.body.nextTimes).toHaveLength(5)
  expect(await due(ada.teamId)).toEqual([])
  const archival = `/teams/${ada.teamId}/projects/${project.id}/archival`
  await ada.browser.post(archival)
  expect(await listed(ada)).toMatchObject([{ project: { archived: true }, nextTimes: [] }])
  app.clock.advance(hours(2))
  expect(await due(ada.teamId)).toEqual([])
  await ada.browser.delete(archival)
  expect(await due(ada.teamId)).toEqual([])
  app.clock.advance(hours(1))
  expect(await due(ada.teamId)).toMatchObject([{ id: schedule.id }])
})

test('a refused run pauses the schedule with its reason; it is tried again by itself and goes on', async () => {
  const ada = await app.person('Ada Quota')
  const project = await makeProject(ada)
  const { id } = await makeSchedule(ada, project.id, { cron: '0 * * * *', zone: 'UTC' })
  const named = { teamId: ada.teamId, id }
  const until = new Date(app.clock.now().getTime() + days(3))
  const pause = () => app.platform.db.transaction((tx) => schedulePaused(tx, named, until, app.clock.now()))
  app.clock.advance(hours(1))
  const [first] = await due(ada.teamId)
  expect(first?.paused).toBe(false)
  const pausedAt = app.clock.now().toISOString()
  expect(await pause()).toBe(true)
  expect((await listed(ada))[0].paused).toMatchObject({ at: pausedAt, reason: 'run_quota', until: until.toISOString() })
  app.clock.advance(hours(1))
  const [again] = await due(ada.teamId)
  expect(again?.paused).toBe(true)
  expect(await pause()).toBe(false) // whoever was told once is not told every hour
  expect((await listed(ada))[0].paused.at).toBe(pausedAt)
  app.clock.advance(hours(1))
  expect(await due(ada.teamId)).toMatchObject([{ id, paused: true }])
  await app.platform.db.transaction((tx) => scheduleRan(tx, named, app.clock.now()))
  expect((await listed(ada))[0]).toMatchObject({ paused: null, lastRanAt: app.clock.now().toISOString(), version: 1 })
  const acts = await app.sql<{ action: string; actor_kind: string }>(
    'SELECT action, actor_kind FROM audit_log WHERE log_id = $1 AND target_id = $2 ORDER BY at, id',
    [ada.teamId, id],
  )
  expect(acts.map(({ action, actor_kind }) => `${action} ${actor_kind}`)).toEqual([
    'schedule.created user',
    'schedule.paused system',
    'schedule.resumed system',
  ])
})

test('a schedule is changed in the version that was read, audited, and goes with its suite', async () => {
  const ada = await app.person('Ada Change')
  const project = await makeProject(ada, { name: 'Shop' })
  const suite = await makeSuite(ada, project.id)
  const schedule = await makeSchedule(ada, project.id)
  const path = `/teams/${ada.teamId}/schedules/${schedule.id}`
  const changed = await ada.browser.patch(path, { cron: '*/15 * * * *', suiteId: suite.id }, { ifMatch: 1 })
  expect(changed.body).toMatchObject({ says: 'Every 15 minutes', suite: { id: suite.id }, version: 2 })
  const late = await ada.browser.patch(path, { cron: '0 0 * * *' }, { ifMatch: 1 })
  expect(late.body).toMatchObject({ code: 'changed_meanwhile', current: { cron: '*/15 * * * *' } })
  const [row] = await app.sql<{ details: object }>(
    "SELECT details FROM audit_log WHERE log_id = $1 AND target_id = $2 AND action = 'schedule.changed'",
    [ada.teamId, schedule.id],
  )
  expect(row?.details).toMatchObject({
    project: 'Shop',
    changes: { cron: { from: '0 9 * * 1-5', to: '*/15 * * * *' }, suiteId: { from: null, to: suite.id } },
  })
  app.clock.advance(minutes(1))
  await ada.browser.delete(`/teams/${ada.teamId}/suites/${suite.id}`)
  expect(await listed(ada)).toEqual([])
})
