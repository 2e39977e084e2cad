import { expect, test } from 'vitest'
import { chartOf, roundUp } from './day-bars.ts'

const period = { startsAt: '2027-03-01T09:00:00.000Z', endsAt: '2027-03-15T09:00:00.000Z' }
const days = [
  { day: '2027-03-01', crawls: 0, runs: 30 },
  { day: '2027-03-02', crawls: 2, runs: 80 },
]

test('every day of the period has a bar, also those to come', () => {
  const { bars, top, even } = chartOf(days, 'runs', period, 1_500)
  expect(bars).toHaveLength(15)
  expect(top).toBe(100)
  expect(even).toBe(100)
  expect(bars[1]).toEqual({ day: '2027-03-02', used: 80, height: 0.8, ahead: false })
  expect(bars[2]).toEqual({ day: '2027-03-03', used: 0, height: 0, ahead: true })
  // A period that ends with a day has no bar for the next.
  expect(chartOf([], 'runs', { ...period, endsAt: '2027-03-15T00:00:00.000Z' }, null).bars).toHaveLength(14)
})

test('a line far above every bar is left out, and nothing used is no chart of nothing', () => {
  expect(chartOf(days, 'crawls', period, 1_500)).toMatchObject({ even: null, top: 4 })
  expect(chartOf([], 'runs', period, null)).toMatchObject({ even: null, top: 4 })
})

test('the top is a round number', () => {
  expect([0, 3, 5, 6, 10, 11, 99, 101, 4_999].map(roundUp)).toEqual([4, 4, 5, 10, 10, 20, 100, 200, 5_000])
})
