import { expect, test } from 'vitest'
import { checkGenerate, generateLabels } from './generate-values.ts'
import { chosenDays, endAfterDays, expiryPresets } from './key-expiry.ts'

test('every preset is a number of days, never, or what is typed', () => {
  expect(expiryPresets.map((preset) => chosenDays(preset, '45'))).toEqual([7, 30, 90, 365, 45, null])
  for (const typed of ['', '0', '-3', '1.5', '1e3', '3651', 'ten', '١٢']) {
    expect(chosenDays('custom', typed), typed).toBeUndefined()
  }
  expect(chosenDays('custom', ' 3650 ')).toBe(3650)
})

test('the end is told as the clocks of the zone will show it, across the change to summer time', () => {
  const now = new Date('2027-03-01T10:11:00Z')
  expect(endAfterDays(7, 'Europe/Berlin', now)).toBe('8 Mar 2027, 11:11 (Europe/Berlin)')
  expect(endAfterDays(90, 'Europe/Berlin', now)).toBe('30 May 2027, 12:11 (Europe/Berlin)')
  expect(endAfterDays(1, 'Asia/Kolkata', now)).toBe('2 Mar 2027, 15:41 (Asia/Kolkata)')
})

test('a form says what it lacks, field by field', () => {
  const empty = {
    name: ' ',
    kind: 'personal',
    scopes: '',
    expiresInDays: 'custom',
    days: 'x',
    ipList: '',
    reach: 'all',
    projects: '',
  }
  expect(Object.keys(checkGenerate(empty))).toEqual(['name', 'scopes', 'days'])
  expect(checkGenerate({ ...empty, name: 'CI', scopes: 'runs:read', expiresInDays: '90' })).toEqual({})
  expect(generateLabels.name).toBe('Descriptive name')
})
