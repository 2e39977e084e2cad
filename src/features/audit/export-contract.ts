import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { AuditFilters, auditRefusals } from './contract.ts'

/** What a file of a large export is to hold. */
export const NewAuditExportFile = z.object({ format: z.enum(['csv', 'ndjson']), filters: AuditFilters.optional() })

/** A large export: a file that is being put together, can be downloaded until it expires, or could not be made. */
export const AuditExportFile = z.object({
  id: z.string(),
  format: z.enum(['csv', 'ndjson']),
  filters: z.record(z.string(), z.string()),
  state: z.enum(['building', 'ready', 'failed']),
  requestedAt: instant(),
  requestedBy: z.string(),
  /** From 0 to 1. */
  progress: z.number(),
  entries: z.int(),
  bytes: z.int().nullable(),
  expiresAt: instant().nullable(),
})

/** The large exports of a team's log. */
export const AuditExportFiles = z.object({ items: z.array(AuditExportFile) })

/** Why a large export is not begun. */
export const exportFileRefusals = {
  ...auditRefusals,
  export_under_way: { status: 409, message: 'An export you asked for is under way already. Wait for it, or stop it.' },
  too_many_exports: { status: 409, message: 'A team can keep 5 export files. Remove one first.' },
} as const

/** Why a large export is not handed over. */
export const downloadFileRefusals = {
  ...auditRefusals,
  export_not_ready: { status: 409, message: 'This export is not ready yet.' },
  export_expired: {
    status: 410,
    message: 'This export was kept for 7 days and is no longer there. Ask for a new one.',
  },
  range_not_usable: { status: 416, message: 'The file has no such bytes.' },
} as const
