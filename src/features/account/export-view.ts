import type { z } from 'zod'
import type { Export } from './contract.ts'
import type { ExportRow } from './export.queries.ts'

/** A stored copy as its owner sees it. */
export const exportView = (row: ExportRow): z.input<typeof Export> => ({
  id: row.id,
  state: row.ready_at ? 'ready' : row.failed_at ? 'failed' : 'building',
  requestedAt: row.requested_at,
  progress: row.ready_at ? 1 : row.parts_done / (row.parts + 1),
  readyAt: row.ready_at,
  expiresAt: row.expires_at,
  bytes: row.bytes,
  sha256: row.sha256,
})
