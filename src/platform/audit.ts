import { sql } from 'kysely'
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
  const { actor, logs, sessionId = null } = event.subject
  const { target, ...details } = event.details
  // One text for any number of logs, and none that is put together anew for each entry: almost every change in the product comes by here.
  await sql`
    INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, session_id, ip, user_agent, request_id, target_kind, target_id, details)
    SELECT log, ${event.now}::timestamptz, ${newId('aud')}, ${event.action}, ${actor.kind}, ${actor.id}, ${sessionId}, ${event.client?.ip ?? null},
      ${event.client?.userAgent.slice(0, 500) ?? null}, ${event.client?.requestId ?? null}, ${target?.kind ?? null}, ${target?.id ?? null},
      ${JSON.stringify(details, plainTexts)}::jsonb
    FROM unnest(${logs.length > 0 ? logs : ['install']}::text[]) AS log`.execute(tx.query)
}
