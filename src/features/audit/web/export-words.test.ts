import { expect, test } from 'vitest'
import { filtersInWords, sizeInWords } from './export-words.ts'

test('what an export holds, in words', () => {
  expect(filtersInWords({})).toBe('all entries')
  expect(filtersInWords({ area: 'key' })).toBe('filtered by action')
  expect(filtersInWords({ user: 'usr_1', area: 'key', ip: '::1' })).toBe('filtered by user, action and IP address')
})

test('sizes are short', () => {
  expect([1, 40_400, 3_440_000, 15_000_000_000].map(sizeInWords)).toEqual(['1 kB', '40 kB', '3.4 MB', '15.0 GB'])
})
