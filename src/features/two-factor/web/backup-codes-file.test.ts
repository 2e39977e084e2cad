import { expect, test } from 'vitest'
import { backupCodesFile } from './backup-codes-file.ts'

const codes = ['ABCD-EFGH-JKLM-NPQR', '2345-6789-ABCD-EFGH']

test('the file names product, account, address and moment, and that each code works once', () => {
  const { text } = backupCodesFile(codes, {
    email: 'ada@example.com',
    address: 'https://aegis.example',
    madeAt: new Date('2027-03-14T08:00:00Z'),
    zone: 'Europe/Berlin',
  })
  for (const words of ['AegisRunner', 'ada@example.com', 'https://aegis.example', '14 Mar 2027, 09:00 (Europe/Berlin)'])
    expect(text).toContain(words)
  expect(text).toContain('Each works once')
  expect(text.split('\r\n').filter((line) => codes.some((code) => line.endsWith(code)))).toHaveLength(2)
})

test('the date of its name is the day in the zone of the profile', () => {
  const at = (zone: string) =>
    backupCodesFile(codes, { email: 'a@b.example', address: '', madeAt: new Date('2027-03-14T23:30:00Z'), zone }).name
  expect(at('UTC')).toBe('aegisrunner-backup-codes-2027-03-14.txt')
  expect(at('Asia/Kolkata')).toBe('aegisrunner-backup-codes-2027-03-15.txt')
})
