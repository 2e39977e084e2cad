import { expect, test } from 'vitest'
import { checkCode, digitsOf } from './code-field.tsx'

test('codes are taken as apps show them, with spaces and hyphens', () => {
  for (const typed of ['123456', '123 456', ' 123-456 ', '123\u00a0456', '12 34 56'])
    expect(digitsOf(typed)).toBe('123456')
})

test('what is not six digits is told before the server is asked', () => {
  expect(checkCode('123456')).toBeUndefined()
  for (const typed of ['', '12345', '1234567', '12345a', '١٢٣٤٥٦']) expect(checkCode(typed)).toContain('6-digit code')
})
