import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { AuditExportQuery, auditRefusals } from './contract.ts'
import { Stream, streamExport } from './export-log.ts'

/** The entries that match, as JSON lines with a proof for each, for programs and auditors. */
export const exportNdjson = route({
  method: 'GET',
  path: '/teams/{team}/audit/export.ndjson',
  summary: 'Export the audit log as NDJSON with proofs',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  query: AuditExportQuery,
  output: Stream,
  media: 'application/x-ndjson',
  refusals: auditRefusals,
  audit: 'audit.exported',
  handle: (handling) => streamExport(handling, 'ndjson'),
})
