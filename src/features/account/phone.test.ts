import { describe, expect, it } from 'vitest'
import { formatPhone, maskPhone, readPhone } from './phone.ts'

describe('reading a phone number', () => {
  it.each([
    ['+49 30 901820', '+4930901820'],
    ['  +49-30/90 18 20 ', '+4930901820'],
    ['+49 (0)30 901820', '+4930901820'],
    ['(+49) 30 901820', '+4930901820'],
    ['＋４９ 30 901820', '+4930901820'],
    ['+1 213-373-4253', '+12133734253'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+800 1234 5678', '+80012345678'],
  ])('takes %s as %s', (typed, e164) => {
    expect(readPhone(typed)).toEqual({ ok: true, e164 })
  })

  it.each(['', '   '])('takes “%s” for none', (typed) => {
    expect(readPhone(typed)).toEqual({ ok: true, e164: null })
  })

  it.each([
    ['030 901820', 'phone_without_country'],
    ['0049 30 901820', 'phone_without_country'],
    ['call me', 'phone_without_country'],
    ['+', 'phone_invalid'],
    ['+1 12', 'phone_invalid'],
    ['+1 213 373 42531', 'phone_invalid'],
    ['+999 123 456', 'phone_invalid'],
    ['+49 30 901820\u202e', 'phone_invalid'],
    ['+49 30 901820; DROP TABLE', 'phone_invalid'],
    ['+49 30 901820 ext. 5', 'phone_extension'],
  ])('refuses %s: %s', (typed, reason) => {
    expect(readPhone(typed)).toEqual({ ok: false, reason })
  })
})

it('is shown with spaces, and masked in logs', () => {
  expect(formatPhone('+4930901820')).toBe('+49 30 901820')
  expect(formatPhone('+12133734253')).toBe('+1 213 373 4253')
  expect(maskPhone('+4930901820')).toBe('+49•••20')
  expect(maskPhone(null)).toBeNull()
})
