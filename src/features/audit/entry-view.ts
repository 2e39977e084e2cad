import type { z } from 'zod'
import { type Facts, isRefusal, sentenceForOthers } from '#access/activity-sentences.ts'
import { deviceName } from '#access/device-name.ts'
import type { Reader } from '#platform/db/db.ts'
import type { AuditEntryView } from './contract.ts'
import { cursorAfter } from './cursor.ts'
import { namesOf } from './list.queries.ts'
import type { EntryRow } from './queries.ts'

/** What people and keys are called, by id. */
export type Names = Map<string, { name: string; email: string | null }>

/** An entry as a person reads it. */
export type EntryView = z.input<typeof AuditEntryView>

/** Reads the names of all who acted in these entries, and adds them to those known. */
export async function learnNames(on: Reader, rows: readonly EntryRow[], names: Names): Promise<void> {
  const ids = new Set(rows.flatMap(({ actor_id }) => (actor_id && !names.has(actor_id) ? [actor_id] : [])))
  if (ids.size === 0) return
  for (const { id, name, email } of await namesOf(on, [...ids])) names.set(id, { name, email })
  for (const id of ids)
    if (!names.has(id)) names.set(id, { name: id.startsWith('key_') ? 'A deleted key' : 'A former user', email: null })
}

const others: Record<string, string> = {
  system: 'AegisRunner',
  operator: 'The operator',
  nobody: 'Somebody not signed in',
}

/** One entry in the words of the page. */
export function entryView(row: EntryRow, names: Names): EntryView {
  const facts = row.details as Facts
  const known = row.actor_id ? names.get(row.actor_id) : undefined
  return {
    id: row.id,
    at: row.at,
    cursor: cursorAfter(row),
    action: row.action,
    area: row.action.split('.')[0] ?? '',
    says: sentenceForOthers(row.action, facts),
    refused: isRefusal(facts),
    actor: {
      kind: row.actor_kind,
      id: row.actor_id,
      name: known?.name ?? others[row.actor_kind] ?? 'Unknown',
      email: known?.email ?? null,
    },
    ip: row.ip,
    device: row.user_agent === null ? null : deviceName(row.user_agent),
    target: row.target_id === null && row.target_kind === null ? null : { kind: row.target_kind, id: row.target_id },
    changes: Object.entries(facts.changes ?? {}).map(([field, change]) => ({
      field,
      from: inText(change?.from),
      to: inText(change?.to),
    })),
    erased: row.erased_at !== null,
  }
}

const inText = (value: unknown): string | null =>
  value === null || value === undefined || value === ''
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
