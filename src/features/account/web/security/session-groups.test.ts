import { expect, test } from 'vitest'
import type { Session } from './security-queries.ts'
import { groupsOf, methodInWords } from './session-groups.ts'

const session = (id: string, sameDevice: string): Session => ({
  id,
  sameDevice,
  current: id === 'a',
  device: 'Chrome on Linux',
  browser: 'Chrome',
  os: 'Linux',
  ip: '203.0.113.7',
  method: 'password',
  startedAt: '2027-03-01T09:00:00Z',
  lastActiveAt: '2027-03-01T09:00:00Z',
})

test('sessions of one browser are one group, in the order of the list', () => {
  const groups = groupsOf([
    session('a', 'x'),
    session('b', 'x'),
    session('c', 'y'),
    session('d', 'x'),
    session('e', 'z'),
  ])
  expect(groups.map(({ id, first, more }) => [id, first.id, more.map((one) => one.id)])).toEqual([
    ['x', 'a', ['b', 'd']],
    ['y', 'c', []],
    ['z', 'e', []],
  ])
  expect(groupsOf([])).toEqual([])
})

test('a way to sign in is told in words', () => {
  expect(methodInWords('password+code')).toBe('Password and code')
})
