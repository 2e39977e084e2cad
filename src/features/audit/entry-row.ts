import type { LogEntry } from './entry.ts'
import type { EntryRow } from './queries.ts'

/** An entry's row as it is hashed and exported. `hidden` tells what was erased: it is then null, not empty. */
export const entryFrom = (row: EntryRow, hidden: { where: boolean; details: boolean } = shown): LogEntry => ({
  log: row.log_id,
  id: row.id,
  at: row.at.toISOString(),
  action: row.action,
  actor: { kind: row.actor_kind, id: row.actor_id },
  session: row.session_id,
  request: row.request_id,
  target: row.target_kind === null && row.target_id === null ? null : { kind: row.target_kind, id: row.target_id },
  where: hidden.where ? null : { ip: row.ip, userAgent: row.user_agent },
  details: hidden.details ? null : row.details,
})

const shown = { where: false, details: false }
