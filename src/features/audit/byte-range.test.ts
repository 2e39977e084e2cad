import { expect, test } from 'vitest'
import { rangeOf } from './byte-range.ts'

const asked = (header: string | undefined, ifRange?: string) => rangeOf(header, 1_000, { tag: '"a"', ifRange })

test.each([
  ['bytes=0-', { first: 0, last: 999 }],
  ['bytes=400-', { first: 400, last: 999 }],
  ['bytes=400-499', { first: 400, last: 499 }],
  ['bytes=400-400', { first: 400, last: 400 }],
  ['bytes=400-99999', { first: 400, last: 999 }],
  ['bytes=-100', { first: 900, last: 999 }],
  ['bytes=-5000', { first: 0, last: 999 }],
])('%s is a part', (header, part) => {
  expect(asked(header)).toEqual(part)
})

test.each([
  undefined,
  '',
  'bytes',
  'bytes=',
  'bytes=-',
  'bytes=x-',
  'bytes=5-4',
  'bytes=0-1,4-5',
  'lines=0-',
  'bytes=0-9999999999999999',
])('%s asks for the whole', (header) => {
  expect(asked(header)).toBeNull()
})

test.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0'])('%s cannot be had', (header) => {
  expect(asked(header)).toBe('unusable')
})

test('a part of another version is not handed out', () => {
  expect(asked('bytes=400-', '"a"')).toEqual({ first: 400, last: 999 })
  expect(asked('bytes=400-', '"b"')).toBeNull()
})
