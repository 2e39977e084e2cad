import type { AuditSubject } from '#platform/audit.ts'
import type { Reader } from '#platform/db/db.ts'
import { personalSubject } from './principal.ts'
import { teamIdsOf } from './queries.ts'

/** The audit subject of a person who is not signed in by a session: after a password, or by a mailed link. */
export const subjectOf = async (on: Reader, userId: string): Promise<AuditSubject> =>
  personalSubject(userId, await teamIdsOf(on, userId))
