import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { limitReachedExtra, useUp } from './public.ts'
import { endTrial, freshEvent, putOnPlan, usageLetters, use } from './usage.fixture.ts'

const app = await testApp()
const other = await app.node()
const nodes = [app.platform, other.platform] as const
const now = () => app.clock.now()
const counted = async (teamId: string, meter = 'runs') => {
  const [row] = await app.sql<{ counter: number; events: number; days: number }>(
    `SELECT coalesce((SELECT sum(used) FROM usage_counters WHERE team_id = $1 AND meter = $2), 0)::int AS counter,
      coalesce((SELECT sum(amount) FROM usage_events WHERE team_id = $1 AND meter = $2), 0)::int AS events,
      coalesce((SELECT sum(used) FROM usage_by_day WHERE team_id = $1 AND meter = $2), 0)::int AS days`,
    [teamId, meter],
  )
  return row
}
const all = (n: number) => ({ counter: n, events: n, days: n })

async function freeTeam(name: string) {
  const person = await app.person(name)
  await endTrial(app, person.teamId)
  return person
}

test('limit 50, 250 at once over two nodes: exactly 50 pass, and each threshold is told exactly once (V143)', async () => {
  const ada = await freeTeam('Ada Lovelace')
  const answers = await Promise.all(
    Array.from({ length: 250 }, (_, i) => use(nodes[i % 2] ?? app.platform, ada.teamId, now())),
  )
  expect(answers.filter((answer) => answer === null)).toHaveLength(50)
  const [refused] = answers.filter((answer) => answer !== null)
  expect(refused).toMatchObject({ meter: 'runs', limit: 50, plan: 'Free' })
  expect(await counted(ada.teamId)).toEqual(all(50))
  // Each is told in a job of its own, so which of them is read first is chance.
  expect((await usageLetters(app, ada)).sort()).toEqual([
    '80 % of your test runs are used',
    'Urgent: 90 % of your test runs are used',
    'Your limit of 50 test runs is reached',
  ])
})

test('one event told many times at once, on two nodes, is counted once; another team’s same id is another event (V146)', async () => {
  const [ada, zoe] = [await freeTeam('Ada Twice'), await freeTeam('Zoe Twice')]
  const eventId = freshEvent()
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      use(nodes[i % 2] ?? app.platform, i % 4 < 2 ? ada.teamId : zoe.teamId, now(), { eventId }),
    ),
  )
  expect([await counted(ada.teamId), await counted(zoe.teamId)]).toEqual([all(1), all(1)])
})

test('what is rolled back was never used, and can be counted afterwards (V145)', async () => {
  const ada = await freeTeam('Ada Rollback')
  const eventId = freshEvent()
  const failing = app.platform.db.transaction(async (tx) => {
    await useUp(tx, app.platform, { teamId: ada.teamId, meter: 'runs', amount: 45, eventId }, now())
    throw new Error('the run could not be made')
  })
  await expect(failing).rejects.toThrow('could not be made')
  expect([await counted(ada.teamId), await usageLetters(app, ada)]).toEqual([all(0), []])
  expect(await use(app.platform, ada.teamId, now(), { eventId })).toBeNull()
  expect(await counted(ada.teamId)).toEqual(all(1))
})

test('what does not fit leaves no trace: smaller amounts still fit, and the same event is counted once there is room', async () => {
  const ada = await freeTeam('Ada Full')
  expect(await use(app.platform, ada.teamId, now(), { amount: 48 })).toBeNull()
  const eventId = freshEvent()
  const resetsAt = new Date('2027-04-01T09:00:00Z')
  expect(await use(app.platform, ada.teamId, now(), { amount: 3, eventId })).toEqual({
    meter: 'runs',
    limit: 50,
    used: 48,
    resetsAt,
    plan: 'Free',
  })
  expect(await use(app.platform, ada.teamId, now(), { amount: 2 })).toBeNull()
  expect(await use(app.platform, ada.teamId, now(), { amount: 51 })).toMatchObject({ used: 50 })
  await putOnPlan(app, ada.teamId, 'starter')
  expect(await use(app.platform, ada.teamId, now(), { amount: 3, eventId })).toBeNull()
  expect(await counted(ada.teamId)).toEqual(all(53))
})

test('the refusal says how much of what is used, when it begins anew and what to do', () => {
  const extra = limitReachedExtra(
    { meter: 'runs', limit: 50, used: 50, resetsAt: new Date('2027-03-31T22:30:00Z'), plan: 'Free' },
    'team_1',
  )
  expect(extra.message).toBe(
    '50 of the 50 test runs that the plan Free allows in this period are used. They begin anew on 31 Mar 2027, 22:30 UTC; until then, a larger plan under Settings → Billing makes room.',
  )
  expect(extra).toMatchObject({ limit: 50, used: 50, upgrade: '/settings/billing?team=team_1', error: extra.message })
})

test('the count begins anew at the very instant the period ends, on every node', async () => {
  const ada = await freeTeam('Ada Rollover')
  expect(await use(app.platform, ada.teamId, now(), { amount: 50 })).toBeNull()
  const ends = now()
  ends.setUTCMonth(ends.getUTCMonth() + 1)
  const before = new Date(ends.getTime() - 1)
  for (const node of nodes) expect(await use(node, ada.teamId, before)).toMatchObject({ used: 50, resetsAt: ends })
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) => use(nodes[i % 2] ?? app.platform, ada.teamId, ends)),
  )
  expect(answers.filter((answer) => answer === null)).toHaveLength(50)
})

test('a plan chosen on one node makes room on the other at once', async () => {
  const ada = await freeTeam('Ada Upgrade')
  for (const node of nodes) await use(node, ada.teamId, now(), { amount: 25 })
  for (const node of nodes) expect(await use(node, ada.teamId, now())).not.toBeNull()
  await putOnPlan(app, ada.teamId, 'pro')
  await expect.poll(() => use(other.platform, ada.teamId, now())).toBeNull()
  expect(await use(app.platform, ada.teamId, now())).toBeNull()
})

test('no amount but whole ones from 1 counts', async () => {
  const ada = await freeTeam('Ada Amount')
  for (const amount of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await expect(use(app.platform, ada.teamId, now(), { amount })).rejects.toThrow('no amount')
  }
  await expect(use(app.platform, 'team_none', now())).rejects.toThrow('no team')
})

test('a deleted team takes its usage along, however much is counted at that moment', async () => {
  const ada = await freeTeam('Ada Deleted')
  const counting = Promise.allSettled(Array.from({ length: 12 }, () => use(app.platform, ada.teamId, now())))
  await app.sql('DELETE FROM teams WHERE id = $1', [ada.teamId])
  await counting
  const tables = ['usage_counters', 'usage_events', 'usage_unsummed', 'usage_days', 'usage_shares', 'usage_alerts']
  for (const table of tables) {
    expect(await app.sql(`SELECT 1 FROM ${table} WHERE team_id = $1`, [ada.teamId]), table).toEqual([])
  }
})

test('on the trial the limits are the trial’s, and its end begins with nothing used', async () => {
  const ada = await app.person('Ada Trial')
  expect(await use(app.platform, ada.teamId, now(), { amount: 2_500 })).toBeNull()
  const trialEnds = new Date(now().getTime() + days(14))
  expect(await use(app.platform, ada.teamId, now())).toEqual({
    meter: 'runs',
    limit: 2_500,
    used: 2_500,
    resetsAt: trialEnds,
    plan: 'Pro',
  })
  expect(await use(app.platform, ada.teamId, trialEnds, { amount: 50 })).toBeNull()
  expect(await use(app.platform, ada.teamId, trialEnds)).toMatchObject({ limit: 50, plan: 'Free' })
})
