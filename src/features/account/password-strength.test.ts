import { expect, test } from 'vitest'
import { strengthOf } from './password-strength.ts'

const rules = { minLength: 8, context: ['Ada Lovelace', 'ada@example.com'] }

test.each([
  ['short', 'weak'],
  ['Password1!', 'weak'],
  ['ada-lovelace-1815', 'weak'],
  ['vk3mqtzw', 'fair'],
  ['vk3mqtzw-lamp', 'fair'],
  ['vk3mqtzw111111111', 'fair'],
  ['vk3mqtzwabcdefghijkl', 'fair'],
  ['plum-harbour-violet-42', 'good'],
  ['наш дом у большой реки', 'good'],
])('%s is %s', (plain, strength) => {
  expect(strengthOf(plain, rules)).toBe(strength)
})

test('what the installation would not take any more is weak', () => {
  expect(strengthOf('vk3mqtzw-lamp', { ...rules, minLength: 15 })).toBe('weak')
})
