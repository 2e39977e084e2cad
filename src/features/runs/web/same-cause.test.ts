import { expect, test } from 'vitest'
import type { RunCase } from './run-queries.ts'
import { bySameCause } from './same-cause.ts'

const one = (name: string, more: Partial<RunCase> = {}) =>
  ({ name, state: 'failed', failureType: 'page_load', message: 'The server answered 500.', ...more }) as RunCase

test('tests of a page that could not be read stand under the first of them; every other failure stands alone', () => {
  const told = bySameCause([
    one('Page loads'),
    one('Title'),
    one('Links', { failureType: 'links' }),
    one('Forms'),
    one('Elsewhere', { message: 'The page ended at /login instead of /.' }),
    one('Console', { state: 'passed', failureType: null, message: null }),
  ])
  expect(told.map(({ one: first, same }) => [first.name, same.map(({ name }) => name)])).toEqual([
    ['Page loads', ['Title', 'Forms']],
    ['Links', []],
    ['Elsewhere', []],
    ['Console', []],
  ])
})
