import type { Tx } from './db/db.ts'
import type { Client } from './http/asking.ts'
import { newId } from './ids.ts'
import { plainTexts } from './plain-text.ts'

/** Who did it. */
export interface AuditActor {
  kind: 'user' | 'key' | 'system' | 'operator' | 'nobody'
  id: string | null
}

/**
 * Who acts and whose logs the entry belongs to. An account's event stands in the person's own log and in the log of each of their
 * teams, so that every log is complete by itself (decisions/0003).
 */
export interface AuditSubject {
  actor: AuditActor
  logs: string[]
  sessionId?: string | null
}

/** What an entry says beyond its action: a target, old and new values, further facts. Never a secret. */
export interface AuditDetails {
  target?: { kind: string; id: string }
  changes?: Record<string, { from: unknown; to: unknown }>
  [fact: string]: unknown
}

/** One event, as it is appended. */
export interface AuditEvent {
  action: string
  subject: AuditSubject
  client: Client | null
  now: Date
  details: AuditDetails
}

interface AuditLogTable {
  log_id: string
  id: string
  at: Date
  action: string
  actor_kind: string
  actor_id: string | null
  session_id: string | null
  ip: string | null
  user_agent: string | null
  request_id: string | null
  target_kind: string | null
  target_id: string | null
  details: string
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_log: AuditLogTable
  }
}

/** Appends one event to every log it belongs to, in the caller's transaction. The app's database role cannot change or remove it afterwards. */
export async function appendAudit(tx: Tx, event: AuditEvent): Promise<void> {
  const { target, ...details } = event.details
  const id = newId('aud')
  const row = {
    id,
    at: event.now,
    action: event.action,
    actor_kind: event.subject.actor.kind,
    actor_id: event.subject.actor.id,
    session_id: event.subject.sessionId ?? null,
    ip: event.client?.ip ?? null,
    user_agent: event.client?.userAgent.slice(0, 500) ?? null,
    request_id: event.client?.requestId ?? null,
    target_kind: target?.kind ?? null,
    target_id: target?.id ?? null,
    details: JSON.stringify(details, plainTexts),
  }
  const logs = event.subject.logs.length > 0 ? event.subject.logs : ['install']
  await tx.query
    .insertInto('audit_log')
    .values(logs.map((log_id) => ({ log_id, ...row })))
    .execute()
}
