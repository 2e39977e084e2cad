import { expect, test } from 'vitest'
import { bodyOf, checkRules, startOfDay, valuesOf } from './rule-values.ts'

test.each([
  ['2027-03-01', 'UTC', '2027-03-01T00:00:00.000Z'],
  ['2027-03-01', 'Asia/Kolkata', '2027-02-28T18:30:00.000Z'],
  ['2027-03-28', 'Europe/Berlin', '2027-03-27T23:00:00.000Z'],
  ['2027-03-29', 'Europe/Berlin', '2027-03-28T22:00:00.000Z'],
  ['2027-10-31', 'Europe/Berlin', '2027-10-30T22:00:00.000Z'],
  ['2027-11-01', 'Europe/Berlin', '2027-10-31T23:00:00.000Z'],
  ['2027-03-14', 'America/New_York', '2027-03-14T05:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, instant) => {
  expect(startOfDay(day, zone)).toBe(instant)
})

test('what is shown is what is sent', () => {
  const policy = {
    twoFactorFrom: '2027-02-28T18:30:00.000Z',
    twoFactorOnPlan: true,
    withoutTwoFactor: 0,
    passwordMin: 12,
    keyLifetimeDays: null,
    keyMakers: 'managers' as const,
    version: 1,
  }
  const values = valuesOf(policy, 'Asia/Kolkata')
  expect(values).toEqual({ twoFactorFrom: '2027-03-01', passwordMin: '12', keyLifetimeDays: '', keyMakers: 'managers' })
  expect(bodyOf(values, 'Asia/Kolkata')).toMatchObject({
    twoFactorFrom: policy.twoFactorFrom,
    passwordMin: 12,
    keyLifetimeDays: null,
  })
  expect(checkRules(values)).toEqual({})
  expect(Object.keys(checkRules({ ...values, passwordMin: '7', keyLifetimeDays: 'x' }))).toEqual([
    'passwordMin',
    'keyLifetimeDays',
  ])
})
