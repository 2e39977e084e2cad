import type { TeamActor } from '#access/key-guard.ts'
import type { AuditSubject } from '#platform/audit.ts'
import type { KeyRow } from './queries.ts'
import type { Viewer } from './rules.ts'

/** Who looks at keys. A team's own key stands for nobody in particular. */
export const viewerOf = ({ team, user }: Pick<TeamActor, 'team' | 'user'>): Viewer => ({
  role: team.role,
  userId: user?.id ?? null,
})

/** What is done to a key stands in the team's log and in its owner's. */
export const subjectAbout = (audit: AuditSubject, { owner_id }: Pick<KeyRow, 'owner_id'>): AuditSubject => ({
  ...audit,
  logs: owner_id === null ? audit.logs : [...audit.logs, owner_id],
})
