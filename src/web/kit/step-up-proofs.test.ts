import { expect, test } from 'vitest'
import { proofsFor } from './step-up-proofs.ts'

test('every factor a person has will do, unless the second one is demanded', () => {
  const all = ['password', 'code', 'passkey']
  expect(proofsFor({ factors: all, needsSecondFactor: false }, true)).toEqual([
    'password',
    'code',
    'passkey',
    'backupCode',
  ])
  expect(proofsFor({ factors: all, needsSecondFactor: true }, true)).toEqual(['code', 'passkey', 'backupCode'])
  expect(proofsFor({ factors: ['password', 'passkey'], needsSecondFactor: false }, true)).toEqual([
    'password',
    'passkey',
  ])
})

test('a browser without passkeys offers none, and something is always offered', () => {
  expect(proofsFor({ factors: ['password', 'passkey'], needsSecondFactor: false }, false)).toEqual(['password'])
  expect(proofsFor({ factors: ['passkey'], needsSecondFactor: true }, false)).toEqual(['password'])
})
