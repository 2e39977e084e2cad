import type { z } from 'zod'
import type { Reader } from '#platform/db/db.ts'
import type { AuditExportFile } from './export-contract.ts'
import type { ExportFileRow } from './export-files.queries.ts'
import { namesOf } from './list.queries.ts'

/** Stored files as readers of the log see them. */
export async function exportFileViews(
  on: Reader,
  rows: readonly ExportFileRow[],
): Promise<z.input<typeof AuditExportFile>[]> {
  const known = rows.length > 0 ? await namesOf(on, [...new Set(rows.map((row) => row.requested_by))]) : []
  const names = new Map(known.map(({ id, name }) => [id, name]))
  return rows.map((row) => ({
    id: row.id,
    format: row.format,
    filters: JSON.parse(row.filters) as Record<string, string>,
    state: row.ready_at ? 'ready' : row.failed_at ? 'failed' : 'building',
    requestedAt: row.requested_at,
    requestedBy: names.get(row.requested_by) ?? 'Somebody who left',
    progress: row.progress,
    entries: row.entries,
    bytes: row.ready_at ? row.bytes : null,
    expiresAt: row.expires_at,
  }))
}
