import { type AuditDetails, appendAudit } from '#platform/audit.ts'
import type { Tx } from '#platform/db/db.ts'

/** Writes down what happened to a team's money without anybody's act. */
export const noteSystem = (tx: Tx, teamId: string, action: string, details: AuditDetails, now: Date): Promise<void> =>
  appendAudit(tx, {
    action,
    subject: { actor: { kind: 'system', id: null }, logs: [teamId] },
    client: null,
    now,
    details,
  })
