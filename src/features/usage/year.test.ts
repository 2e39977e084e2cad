import { expect, test, vi } from 'vitest'
import { planCatalogue } from '#access/entitlements.ts'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { limitOf } from './meters.ts'
import { monthsAfter } from './periods.ts'
import { sweepUsage } from './sweep.ts'
import { putOnPlan, usageLetters, use } from './usage.fixture.ts'

// Sixty periods with their letters: a busy machine takes a while.
vi.setConfig({ testTimeout: minutes(3) })
const app = await testApp()
const start = new Date('2027-12-31T23:30:00Z')

test('a whole year on every plan, from the last evening of December through a leap February: each period gives exactly its limit', async () => {
  const ledger: string[] = []
  for (const plan of planCatalogue(app.config).plans) {
    app.clock.set(start.toISOString())
    const ada = await app.person(`Ada ${plan.name}`)
    await putOnPlan(app, ada.teamId, plan.id, start)
    const limit = limitOf(plan, 'runs')
    const most = limit ?? 100_000
    for (let month = 0; month < 12; month++) {
      const [from, until] = [monthsAfter(start, month), monthsAfter(start, month + 1)]
      app.clock.set(from.toISOString())
      expect(await use(app.platform, ada.teamId, from, { amount: most - 1 })).toBeNull()
      const last = new Date(until.getTime() - 1)
      app.clock.set(last.toISOString())
      expect(await use(app.platform, ada.teamId, last)).toBeNull()
      const beyond = await use(app.platform, ada.teamId, last, { eventId: `beyond ${month}` })
      if (limit === null) expect(beyond).toBeNull()
      else expect(beyond).toEqual({ meter: 'runs', limit, used: limit, resetsAt: until, plan: plan.name })
      ledger.push(`${plan.name} ${from.toISOString().slice(0, 16)} ${most} of ${limit ?? '∞'}`)
    }
    const [sums] = await app.sql(
      `SELECT (SELECT sum(used) FROM usage_counters WHERE team_id = $1)::int AS counters, (SELECT count(*) FROM usage_counters WHERE team_id = $1)::int AS periods,
        (SELECT sum(amount) FROM usage_events WHERE team_id = $1)::int AS events, (SELECT sum(used) FROM usage_by_day WHERE team_id = $1)::int AS days`,
      [ada.teamId],
    )
    const total = 12 * (limit === null ? most + 1 : limit)
    expect(sums).toEqual({ counters: total, periods: 12, events: total, days: total })
    // Each period: one letter for the use that passed 80 and 90 percent at once, one for the last.
    expect(await usageLetters(app, ada)).toHaveLength(limit === null ? 0 : 24)
  }
  expect(ledger.filter((line) => line.startsWith('Free')).map((line) => line.slice(5, 15))).toEqual([
    ...['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'],
    ...['2028-06-30', '2028-07-31', '2028-08-31', '2028-09-30', '2028-10-31', '2028-11-30'],
  ])
  expect(ledger).toHaveLength(60)
})

test('a clock that is set back counts in the period it then shows, and gives nothing away', async () => {
  app.clock.set('2027-03-20T12:00:00Z')
  const ada = await app.person('Ada Clock')
  await putOnPlan(app, ada.teamId, 'free')
  const [first, second] = [app.clock.now(), new Date(app.clock.now().getTime() + days(40))]
  await use(app.platform, ada.teamId, first, { amount: 50 })
  await use(app.platform, ada.teamId, second, { amount: 50 })
  for (const now of [first, second, first]) {
    await sweepUsage(app.platform, now)
    expect(await use(app.platform, ada.teamId, now)).toMatchObject({ used: 50 })
  }
  app.clock.set(second.toISOString())
  expect(await usageLetters(app, ada)).toHaveLength(2)
})
