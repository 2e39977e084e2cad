import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { entitlements, planCatalogue } from './entitlements.ts'
import { catalogues } from './plan-catalogue.ts'

const folder = mkdtempSync(join(tmpdir(), 'aegis-plans-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const now = new Date('2027-03-01T09:00:00Z')

test('a team has the trial’s plan until the trial ends, then the basic one', () => {
  const standard = { AEGIS_PLANS: 'standard' }
  const plan = (trialEndsAt: Date | null) => entitlements(standard, { trialEndsAt, planPeriods: [] }, now)
  expect(plan(new Date(now.getTime() + 1))).toMatchObject({ name: 'Pro', requestsPerMinute: 60, auditLog: true })
  for (const ended of [now, new Date(0), null]) {
    expect(plan(ended)).toMatchObject({ name: 'Free', requestsPerMinute: 20, projects: 1, apiKeys: true })
  }
  expect(
    entitlements({ AEGIS_PLANS: 'selfhosted' }, { trialEndsAt: null, planPeriods: [] }, now).requestsPerMinute,
  ).toBeNull()
})

test('a chosen plan counts from its first instant to its last, over the trial; one that left the catalogue gives the basic one', () => {
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
  const period = (planId: string, startsAt: Date, endsAt: Date | null) => ({
    planId,
    startsAt,
    endsAt,
    anchorAt: startsAt,
  })
  const planPeriods = [
    period('business', at(10), at(20)),
    period('starter', at(20), at(30)),
    period('gone', at(40), null),
  ]
  const plan = (seconds: number, trialEndsAt: Date | null = null) =>
    entitlements({ AEGIS_PLANS: 'standard' }, { trialEndsAt, planPeriods }, at(seconds)).id
  expect([9.999, 10, 19.999, 20, 29.999, 30, 40].map((second) => plan(second))).toEqual([
    'free',
    'business',
    'business',
    'starter',
    'starter',
    'free',
    'free',
  ])
  expect([9, 25, 35].map((second) => plan(second, at(50)))).toEqual(['pro', 'starter', 'pro'])
})

test('the table of plans is the published one', () => {
  const told = planCatalogue({ AEGIS_PLANS: 'standard' }).plans.map((plan) => [
    plan.name,
    plan.monthlyPrice,
    plan.projects,
    plan.members,
    plan.runsPerPeriod,
    plan.concurrentRuns,
    plan.resultDays,
    plan.requestsPerMinute,
  ])
  expect(told).toEqual([
    ['Free', 0, 1, 1, 50, 1, 7, 20],
    ['Starter', 900, 3, 1, 500, 2, 30, 30],
    ['Pro', 2_900, 10, 5, 2_500, 5, 90, 60],
    ['Business', 5_900, 25, 15, 10_000, 10, 365, 300],
    ['Enterprise', null, null, null, null, null, null, 3_000],
  ])
})

test('the operator’s own catalogue is read, or the start ends with one sentence about its fault', () => {
  const write = (name: string, data: unknown) => {
    const file = join(folder, name)
    writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data))
    return { AEGIS_PLANS: file }
  }
  const [free] = catalogues.standard?.plans ?? []
  const good = write('good.json', { basic: 'free', trial: 'free', plans: [free] })
  expect(entitlements(good, { trialEndsAt: null, planPeriods: [] }, now).id).toBe('free')
  const faults: [unknown, RegExp][] = [
    ['{', /JSON/],
    [{ basic: 'gold', trial: 'free', plans: [free] }, /names a plan/],
    [{ basic: 'free', trial: 'free', plans: [{ ...free, requestsPerMinute: 0 }] }, /plans\.0\.requestsPerMinute/],
    [{ basic: 'free', trial: 'free', plans: [{ ...free, extra: 1 }] }, /extra/],
  ]
  faults.forEach(([data, says], i) => {
    expect(() => planCatalogue(write(`bad-${i}.json`, data))).toThrow(says)
  })
  expect(() => planCatalogue({ AEGIS_PLANS: join(folder, 'none.json') })).toThrow(/AEGIS_PLANS must be/)
})
