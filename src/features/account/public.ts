import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import { insertUser, setPassword } from './queries.ts'

export { dropDeletion } from './deletion.queries.ts'
export { accountDeparture } from './departure.ts'
export { dropEmailChange } from './email-change.queries.ts'
export { handOver } from './hand-over.ts'
export { notePasswordStrength } from './note-password-strength.ts'
export { demandNewPassword, passwordOf } from './password.queries.ts'
export { passwordMinimumOf } from './password-minimum.queries.ts'
export { passwordRefusals } from './password-refusals.ts'
export { judgePassword } from './password-rules.ts'
export {
  anyUser,
  lockPerson,
  markEmailVerified,
  passwordHashOf,
  rehashPassword,
  setPassword,
  type UserRow,
  userByEmail,
  userById,
} from './queries.ts'
export { recipientOf, recipientsOf } from './recipients.ts'
export { sealedExports } from './sealed.queries.ts'
export { sendEmailVerification } from './send-email-verification.ts'
export { voidLinks } from './void-links.ts'

/** A person about to be added. */
export interface NewPerson {
  email: string
  canonical: string
  emailVerifiedAt: Date | null
  fullName: string
  timezone: string
  passwordHash: string
  isOperator: boolean
}

/** Adds a person with their password; null when the address was taken meanwhile. */
export async function createPerson(tx: Tx, person: NewPerson, now: Date): Promise<string | null> {
  const id = newId('usr')
  const added = await insertUser(tx, {
    id,
    email: person.email,
    email_canonical: person.canonical,
    email_verified_at: person.emailVerifiedAt,
    full_name: person.fullName,
    timezone: person.timezone,
    company: '',
    job_title: '',
    is_operator: person.isOperator,
    created_at: now,
  })
  if (!added) return null
  await setPassword(tx, id, person.passwordHash, now)
  return id
}
