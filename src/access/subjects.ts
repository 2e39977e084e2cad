import type { AuditSubject } from '#platform/audit.ts'
import type { Reader } from '#platform/db/db.ts'
import { personalSubject } from './principal.ts'
import { teamIdsOf } from './queries.ts'

/** The audit subject of a person who is not signed in by a session: after a password, or by a mailed link. */
export const subjectOf = async (on: Reader, userId: string): Promise<AuditSubject> =>
  personalSubject(userId, await teamIdsOf(on, userId))

/**
 * The audit subject of an attempt in the name of an address: its owner, or nobody, whose attempts stand in the installation's own log. Both
 * cost the same query and the same kind of row, so that time tells nothing (V126).
 */
export async function subjectOfAttempt(on: Reader, userId: string | undefined): Promise<AuditSubject> {
  const subject = await subjectOf(on, userId ?? '')
  return userId ? subject : { actor: { kind: 'nobody', id: null }, logs: ['install'] }
}
