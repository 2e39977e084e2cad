import { expect, test } from 'vitest'
import { days, hours } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { noteStanding } from './public.ts'
import { usageTimetable } from './routes.ts'
import { endTrial, putOnPlan, usageLetters, use } from './usage.fixture.ts'

const app = await testApp()
const other = await app.node()
const now = () => app.clock.now()
const run = async (name: string) => {
  const work = usageTimetable.find((one) => one.name === name)
  await Promise.all([app, other, app].map(({ platform }) => work?.run(platform, now())))
}
const sweep = () => run('usage.sweep')

test('further percentages are told like the common ones; one that is reached already is told at once; changes are audited', async () => {
  const ada = await app.person('Ada Lovelace')
  await endTrial(app, ada.teamId)
  const path = `/teams/${ada.teamId}/usage/alerts`
  const first = await ada.browser.get(path)
  expect([first.body, first.headers.get('etag')]).toEqual([{ thresholds: [], pace: true, version: 1 }, '"1"'])
  await use(app.platform, ada.teamId, now(), { amount: 20 })
  const body = { thresholds: [60, 25], pace: false }
  const saved = await ada.browser.send('PUT', path, body, { ifMatch: 1 })
  expect(saved.body).toEqual({ thresholds: [25, 60], pace: false, version: 2 })
  expect(await usageLetters(app, ada)).toEqual(['25 % of your test runs are used'])
  await use(app.platform, ada.teamId, now(), { amount: 10 })
  expect(await usageLetters(app, ada)).toHaveLength(2)
  const [row] = await app.sql('SELECT details FROM audit_log WHERE action = $1 AND log_id = $2', [
    'usage.alerts_changed',
    ada.teamId,
  ])
  expect(row?.details.changes).toEqual({ thresholds: { from: [], to: [25, 60] }, pace: { from: true, to: false } })
  const late = await ada.browser.send('PUT', path, { thresholds: [], pace: true }, { ifMatch: 1 })
  expect([late.status, late.body.current]).toEqual([412, saved.body])
  for (const thresholds of [[0], [100], [1.5], [50, 50], Array.from({ length: 11 }, (_, i) => i + 1)]) {
    expect((await ada.browser.send('PUT', path, { thresholds, pace: true }, { ifMatch: 2 })).status).toBe(400)
  }
})

test('of two people who make the first alerts at once, one is told to look again', async () => {
  const ada = await app.person('Ada First')
  const answers = await Promise.all(
    [50, 60].map((percent) =>
      ada.browser.send(
        'PUT',
        `/teams/${ada.teamId}/usage/alerts`,
        { thresholds: [percent], pace: true },
        { ifMatch: 1 },
      ),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
})

test('a quarter gone in the first days is told once as a matter of pace; a slow team and one that wants no such letter are not', async () => {
  const [ada, slow, quiet] = [
    await app.person('Ada Fast'),
    await app.person('Sam Slow'),
    await app.person('Quinn Quiet'),
  ]
  for (const { teamId } of [ada, slow, quiet]) await endTrial(app, teamId)
  await quiet.browser.send(
    'PUT',
    `/teams/${quiet.teamId}/usage/alerts`,
    { thresholds: [], pace: false },
    { ifMatch: 1 },
  )
  for (const { teamId } of [ada, quiet]) await use(app.platform, teamId, now(), { amount: 13 })
  await use(app.platform, slow.teamId, now(), { amount: 2 })
  await sweep()
  expect(await usageLetters(app, ada)).toEqual([])
  app.clock.advance(days(4))
  for (let i = 0; i < 3; i++) await sweep()
  const pace = 'Your test runs may run out before the period ends'
  expect(await usageLetters(app, ada)).toEqual([pace])
  expect([await usageLetters(app, slow), await usageLetters(app, quiet)]).toEqual([[], []])
  // In the next period it is told anew.
  app.clock.advance(days(27))
  await use(app.platform, ada.teamId, now(), { amount: 20 })
  app.clock.advance(days(2))
  await sweep()
  expect(await usageLetters(app, ada)).toEqual([pace, pace])
})

test('a trial that ends by itself, and a plan that begins by itself, are noticed by the sweep: told once, resolved once', async () => {
  const ada = await app.person('Ada Sweep')
  await app.platform.db.transaction((tx) => noteStanding(tx, app.platform, ada.teamId, 'projects', 5, now()))
  app.clock.advance(days(14) + hours(1))
  for (let i = 0; i < 2; i++) await sweep()
  const over = 'You have 5 projects, and the plan Free has room for 1'
  expect(await usageLetters(app, ada)).toEqual([over])
  await putOnPlan(app, ada.teamId, 'pro')
  for (let i = 0; i < 2; i++) await sweep()
  expect(await usageLetters(app, ada)).toEqual([over, 'There is room for projects again'])
})

test('events of periods long over are forgotten, the sums of their days are not', async () => {
  const ada = await app.person('Ada Forgets')
  await use(app.platform, ada.teamId, now(), { amount: 9 })
  app.clock.advance(days(69))
  await run('usage.forget_events')
  const events = () => app.sql('SELECT 1 FROM usage_events WHERE team_id = $1', [ada.teamId])
  expect(await events()).toHaveLength(1)
  app.clock.advance(days(2))
  await run('usage.forget_events')
  expect(await events()).toEqual([])
  expect(await app.sql('SELECT used FROM usage_by_day WHERE team_id = $1', [ada.teamId])).toEqual([{ used: 9 }])
})
