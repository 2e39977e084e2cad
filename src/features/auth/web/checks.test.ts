import { expect, it } from 'vitest'
import { checkEmail, checkNewPassword } from './checks.ts'

it.each(['', '  ', 'ada', 'ada@', '@acme.test', 'ada lovelace@acme.test'])('%j is no address', (text) =>
  expect(checkEmail(text)).toBeTypeOf('string'),
)
it.each(['ada@acme.test', ' ada@acme.test ', 'ada@localhost', 'ädä@bücher.example'])(
  '%j may be one: the server decides',
  (text) => expect(checkEmail(text)).toBeUndefined(),
)
it('counts characters of a password as people do', () => {
  expect(checkNewPassword('🦉🦉🦉🦉', 8)).toBe('Choose at least 8 characters.')
  expect(checkNewPassword('🦉🦉🦉🦉🦉🦉🦉🦉', 8)).toBeUndefined()
  expect(checkNewPassword('', 8)).toBe('Choose a password.')
})
