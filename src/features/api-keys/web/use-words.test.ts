import { expect, test } from 'vitest'
import { repeatableKey } from './repeatable.ts'
import { barHeights, usesSentence } from './use-words.ts'

const now = new Date('2027-03-01T09:00:00Z')
const month = (uses: Record<number, number>) => Array.from({ length: 30 }, (_, day) => uses[day] ?? 0)

test('the month in a sentence: the sum, and the day with most of it', () => {
  expect(usesSentence(month({}), now)).toBe('No requests in 30 days')
  expect(usesSentence(month({ 29: 1 }), now)).toBe('1 request in 30 days, most on 1 Mar 2027 (1)')
  expect(usesSentence(month({ 0: 1200, 27: 84, 29: 3 }), now)).toBe(
    '1,287 requests in 30 days, most on 31 Jan 2027 (1,200)',
  )
})

test('one use in a month of thousands can be seen, and a day without has no bar', () => {
  const heights = barHeights([0, 1, 100_000])
  expect(heights[0]).toBe(0)
  expect(heights[1]).toBeGreaterThan(0.1)
  expect(heights[2]).toBe(1)
  expect(barHeights([0, 0])).toEqual([0, 0])
})

test('the same content keeps its name, other content and other forms get another', () => {
  const name = repeatableKey()
  expect(name('a')).toBe(name('a'))
  expect(name('a')).toMatch(/^[0-9a-f]{32}$/)
  expect(name('b')).not.toBe(name('a'))
  expect(repeatableKey()('a')).not.toBe(name('a'))
})
