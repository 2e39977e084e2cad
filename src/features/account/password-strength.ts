import type { PasswordStrength } from './password.queries.ts'
import { judgePassword, type PasswordRules } from './password-rules.ts'

// What ASVS 6.2.1 recommends; counted without what is only repeated or counted on.
const recommended = 15

/**
 * How good a password is, cheaply enough for every sign-in: `weak` when it could not be set today, `good` from 15 characters that are no
 * mere repetition or sequence (`aaaa`, `abcd`, `4321`), `fair` between.
 */
export function strengthOf(plain: string, rules: PasswordRules): PasswordStrength {
  if (judgePassword(plain, rules)) return 'weak'
  return tellingCharacters(plain) >= recommended ? 'good' : 'fair'
}

/** Characters that do not follow from the one before by the same step as that one did: `abcdef` has two, `xkcd` four. */
function tellingCharacters(plain: string): number {
  const codes = [...plain.normalize('NFC')].map((character) => character.codePointAt(0) ?? 0)
  return codes.filter((code, at) => {
    const step = code - (codes[at - 1] ?? Number.NaN)
    const before = (codes[at - 1] ?? Number.NaN) - (codes[at - 2] ?? Number.NaN)
    return !(step === 0 || (Math.abs(step) === 1 && step === before))
  }).length
}
