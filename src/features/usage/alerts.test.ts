import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { noteLimits, noteStanding } from './public.ts'
import { endTrial, putOnPlan, usageLetters, use } from './usage.fixture.ts'

const app = await testApp()
const other = await app.node()
const nodes = [app.platform, other.platform] as const
const now = () => app.clock.now()
const limitsOf = (teamId: string, platform = app.platform) =>
  platform.db.transaction((tx) => noteLimits(tx, platform, teamId, now()))
const hold = (teamId: string, meter: 'projects' | 'members', count: number) =>
  app.platform.db.transaction((tx) => noteStanding(tx, app.platform, teamId, meter, count, now()))

test('one use that passes several thresholds makes one letter, about the highest; owners, admins and billing hear of it', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kolkata' })
  const team = ada.teamId
  const people = { admin: 'Ben', billing: 'Bea', member: 'Cleo', viewer: 'Vic', auditor: 'Aud' } as const
  const told: Record<string, number> = {}
  const joined = []
  for (const [role, name] of Object.entries(people)) {
    const person = await app.person(`${name} Letters`)
    await app.join(person, team, role as keyof typeof people)
    joined.push([role, person] as const)
  }
  await endTrial(app, team)
  await use(app.platform, team, now(), { amount: 46 })
  for (const [role, person] of joined) told[role] = (await usageLetters(app, person)).length
  expect(told).toEqual({ admin: 1, billing: 1, member: 0, viewer: 0, auditor: 0 })
  expect(await usageLetters(app, ada)).toEqual(['Urgent: 90 % of your test runs are used'])
  const { text } = (await app.mail(ada.email)).at(-1) ?? { text: '' }
  for (const part of [
    '46 of 50 test runs',
    'Free',
    '1 Apr 2027, 14:30 (Asia/Kolkata)',
    `/settings/usage?team=${team}`,
  ]) {
    expect(text).toContain(part)
  }
  await use(app.platform, team, now(), { amount: 4 })
  expect(await usageLetters(app, ada)).toHaveLength(2)
})

test('a limit that rises resolves the alerts, says so once, and arms them anew', async () => {
  const ada = await app.person('Ada Rises')
  const anchor = now()
  await putOnPlan(app, ada.teamId, 'free', anchor)
  await use(app.platform, ada.teamId, now(), { amount: 50 })
  app.clock.advance(1_000)
  await putOnPlan(app, ada.teamId, 'starter', anchor)
  await Promise.all(Array.from({ length: 6 }, (_, i) => limitsOf(ada.teamId, nodes[i % 2])))
  const begun = ['Your limit of 50 test runs is reached', 'There is room for test runs again']
  expect(await usageLetters(app, ada)).toEqual(begun)
  await use(app.platform, ada.teamId, now(), { amount: 350 })
  const again = [...begun, '80 % of your test runs are used']
  expect(await usageLetters(app, ada)).toEqual(again)
  app.clock.advance(1_000)
  await putOnPlan(app, ada.teamId, 'free', anchor)
  await Promise.all(Array.from({ length: 6 }, (_, i) => limitsOf(ada.teamId, nodes[i % 2])))
  expect(await usageLetters(app, ada)).toEqual([...again, 'Your limit of 50 test runs is reached'])
})

test('what a team holds is told when it reaches a limit, and again after it fell below', async () => {
  const ada = await app.person('Ada Holds')
  for (const count of [1, 7, 8, 8, 9, 10, 10]) await hold(ada.teamId, 'projects', count)
  const told = [
    '80 % of your projects are taken',
    'Urgent: 90 % of your projects are taken',
    'Your limit of 10 projects is reached',
  ]
  expect(await usageLetters(app, ada)).toEqual(told)
  await hold(ada.teamId, 'projects', 7)
  expect(await usageLetters(app, ada)).toEqual([...told, 'There is room for projects again'])
  await hold(ada.teamId, 'projects', 8)
  expect((await usageLetters(app, ada)).at(-1)).toBe('80 % of your projects are taken')
})

test('a smaller plan tells of what there is too much of, and not of a team of one that fills it', async () => {
  const ada = await app.person('Ada Smaller')
  await hold(ada.teamId, 'projects', 3)
  await endTrial(app, ada.teamId)
  for (let i = 0; i < 2; i++) await limitsOf(ada.teamId)
  expect(await usageLetters(app, ada)).toEqual(['You have 3 projects, and the plan Free has room for 1'])
})

test('a change of plan in the same transaction counts for its alerts, and a rollback takes everything back', async () => {
  const ada = await app.person('Ada Undone')
  await endTrial(app, ada.teamId)
  await use(app.platform, ada.teamId, now(), { amount: 50 })
  const letters = await usageLetters(app, ada)
  const undone = app.platform.db.transaction(async (tx) => {
    await sql`INSERT INTO plan_periods (team_id, starts_at, plan_id, anchor_at)
      VALUES (${ada.teamId}, ${now()}, 'pro', ${now()})`.execute(tx.query)
    await noteLimits(tx, app.platform, ada.teamId, now())
    throw new Error('the card was declined')
  })
  await expect(undone).rejects.toThrow('declined')
  expect(await usageLetters(app, ada)).toEqual(letters)
  const open = await app.sql('SELECT 1 FROM usage_alerts WHERE team_id = $1 AND resolved_at IS NULL', [ada.teamId])
  expect(open).toHaveLength(3)
  expect(await use(app.platform, ada.teamId, now())).toMatchObject({ plan: 'Free' })
})
