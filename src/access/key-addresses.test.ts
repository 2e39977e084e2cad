import { describe, expect, test } from 'vitest'
import { addressRange, addressRule } from './key-addresses.ts'

describe('addressRange', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::1', '2001:db8::1/128'],
    ['2001:db8:1:2:3::/64', '2001:db8:1:2::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::ffff:203.0.113.7/120', '203.0.113.0/24'],
  ])('%s is kept as %s', (text, kept) => expect(addressRange(text)).toBe(kept))

  test.each([
    '',
    '1.2.3',
    '0177.0.0.1',
    '0x7f.1',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/08',
    '1.2.3.4/8/8',
    '::1/129',
    'fe80::1%eth0',
    '::ffff:1.2.3.4/8',
    'localhost',
    '2130706433',
    '1.2.3.4 ',
    '*',
  ])('“%s” is no address', (text) => expect(addressRange(text)).toBeNull())
})

test('an address is in its ranges in every spelling, and in no other', () => {
  const rule = addressRule(['203.0.113.0/24', '2001:db8::/32'])
  for (const ip of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8:ffff::1']) expect(rule(ip), ip).toBe(true)
  for (const ip of ['203.0.114.9', '2001:db9::1', '::1', 'unknown', '']) expect(rule(ip), ip).toBe(false)
  expect(addressRule([])('anything')).toBe(true)
})
