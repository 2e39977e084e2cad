import { expect, test } from 'vitest'
import { meterSays, nearness, periodSays, readPercentages, shareName, thresholdSays } from './usage-words.ts'

const meter = { meter: 'runs', used: 30, limit: 50, percent: 60, resetsAt: null, limitAt: null } as const

test('a meter says what comes: a date at this pace in the reader’s zone, the limit, or that there is too much', () => {
  expect(meterSays(meter, 'UTC')).toBeNull()
  const limitAt = '2027-03-21T20:00:00.000Z'
  expect(meterSays({ ...meter, limitAt }, 'UTC')).toBe('At this pace the limit is reached on 21 Mar 2027.')
  expect(meterSays({ ...meter, limitAt }, 'Asia/Kolkata')).toContain('22 Mar 2027')
  expect(meterSays({ ...meter, used: 50, percent: 100 }, 'UTC')).toContain('Limit reached')
  expect(meterSays({ ...meter, used: 1_050, percent: 2_100 }, 'UTC')).toContain('1,000 more than the plan has room for')
  const near = (used: number, more = {}) => nearness({ ...meter, resetsAt: limitAt, used, percent: used * 2, ...more })
  expect([0, 39, 40, 49, 50, 150].map((used) => near(used))).toEqual(['fine', 'fine', 'near', 'near', 'full', 'full'])
  expect(near(50, { resetsAt: null })).toBe('near')
  expect(near(51, { resetsAt: null })).toBe('full')
  expect(near(50, { limit: null, percent: null })).toBe('fine')
})

test('the period is told with the plan, by the days of the reader’s zone', () => {
  const usage = {
    plan: { id: 'pro', name: 'Pro', trial: true },
    period: { startsAt: '2027-03-28T00:30:00.000Z', endsAt: '2027-04-27T23:30:00.000Z' },
  }
  expect(periodSays(usage, 'Europe/Berlin')).toBe('Pro, on trial · 28 Mar 2027 – 28 Apr 2027')
  expect(periodSays(usage, 'America/New_York')).toBe('Pro, on trial · 27 Mar 2027 – 27 Apr 2027')
})

test('what is gone, or never was named, has words', () => {
  const used = { crawls: 0, runs: 1 }
  expect(shareName({ id: 'prj_1', name: 'Shop', ...used }, 'project')).toBe('Shop')
  expect(shareName({ id: 'prj_abcd', name: null, ...used }, 'project')).toBe('A deleted project (…abcd)')
  expect(shareName({ id: null, name: null, ...used }, 'key')).toBe('Without an API key')
})

test('a percentage is told with the counts that reach it', () => {
  expect(thresholdSays(90, [meter, { ...meter, meter: 'members', limit: 1 }])).toBe('45 runs · 1 member')
  expect(thresholdSays(90, [{ ...meter, limit: null }])).toBe('nothing, as nothing is limited')
})

test('percentages are read as people write them', () => {
  expect(readPercentages('75, 50 %; 25 50')).toEqual([25, 50, 75])
  expect(readPercentages(' ')).toEqual([])
  for (const wrong of ['0', '100', 'half', '-5', '1.5', '50, x']) expect(readPercentages(wrong), wrong).toBeNull()
})
