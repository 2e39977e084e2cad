import { describe, expect, it } from 'vitest'
import { backupCodeAlphabet, canonicalBackupCode, canonicalCode, TypedBackupCode, TypedCode } from './typed-code.ts'

describe('a six-digit code (V04)', () => {
  it.each([
    '012345',
    ' 012345',
    '012345\n',
    '012 345',
    '012\u00a0345',
    '012-345',
    '0 1 2 3 4 5',
    '\t012\u2013345\u2009',
    '012\u2212345',
  ])('is the same code however it is spaced: %j', (typed) => expect(canonicalCode(typed)).toBe('012345'))

  it.each([
    '',
    '12345',
    '0123456',
    '12345a',
    '１２３４５６',
    '٠١٢٣٤٥',
    '01.2345',
    '+12345',
    '1e5000',
    '0x1234',
    '012345\u0000',
    '𝟎𝟏𝟐𝟑𝟒𝟓',
  ])('is not: %j', (typed) => expect(canonicalCode(typed)).toBeNull())

  it.each([123456, null, undefined, ['012345'], { code: '012345' }, true, `${' '.repeat(64)}012345`])(
    'is not of another type or length: %j',
    (typed) => expect(TypedCode.safeParse(typed).success).toBe(false),
  )
})

describe('a backup code', () => {
  it('may be typed in any case and grouping, and with letters for the digits they look like', () => {
    for (const typed of ['0A1B-2C3D-4E5F-6G7H', '0a1b 2c3d 4e5f 6g7h', 'oAIb2c3d4e5f6g7h', 'Oalb--2C3D 4e5f\t6G7h'])
      expect(canonicalBackupCode(typed)).toBe('0A1B2C3D4E5F6G7H')
  })

  it.each([
    '0A1B-2C3D-4E5F-6G7',
    '0A1B-2C3D-4E5F-6G7HH',
    '0A1B-2C3D-4E5F-6G7U',
    '0A1B-2C3D-4E5F-6G7ı',
    '0A1B-2C3D-4E5F-6G7ſ',
    '０A1B-2C3D-4E5F-6G7H',
    '123456',
  ])('is not: %s', (typed) =>
    expect([canonicalBackupCode(typed), TypedBackupCode.safeParse(typed).success]).toEqual([null, false]),
  )

  it('is made of 32 characters that nobody takes for one another', () => {
    expect(new Set(backupCodeAlphabet).size).toBe(32)
    expect(backupCodeAlphabet).not.toMatch(/[ILOU]/)
  })
})
