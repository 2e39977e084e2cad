import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'
import { type PasswordStrength, storeStrength } from './password.queries.ts'
import { strengthOf } from './password-strength.ts'
import type { UserRow } from './queries.ts'

/** Judges a password that was typed and found right, for the checklist; the lists and rules may have changed since it was last judged (`noted`). */
export async function notePasswordStrength(
  on: Reader,
  config: Config,
  user: Pick<UserRow, 'id' | 'full_name' | 'email' | 'company'>,
  typed: { plain: string; hash: string; noted: PasswordStrength | null },
): Promise<void> {
  const rules = { minLength: config.AEGIS_PASSWORD_MIN, context: [user.full_name, user.email, user.company] }
  const strength = strengthOf(typed.plain, rules)
  if (strength !== typed.noted) await storeStrength(on, user.id, { seen: typed.hash, strength })
}
