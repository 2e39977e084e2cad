import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonThresholds, crossed, reached, reachedAt } from './meters.ts'

test('80, 90 and 100 percent are reached at the first whole count that is not below', () => {
  expect([80, 90, 100].map((percent) => reachedAt(7, percent))).toEqual([6, 7, 7])
  expect(reached(50, 39, commonThresholds)).toEqual([])
  expect(reached(50, 45, commonThresholds)).toEqual([80, 90])
  expect(reached(null, 1e9, commonThresholds)).toEqual([])
  expect(reached(0, 0, commonThresholds)).toEqual([])
})

test('however a limit is used up step by step, every threshold is crossed exactly once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 10 }),
      (limit, steps, thresholds) => {
        const seen: number[] = []
        let used = 0
        for (const step of steps.filter((one) => one <= limit)) {
          if (used + step > limit) continue
          seen.push(...crossed(limit, { from: used, to: used + step }, thresholds))
          used += step
        }
        expect(seen).toEqual(reached(limit, used, thresholds))
      },
    ),
  )
})
