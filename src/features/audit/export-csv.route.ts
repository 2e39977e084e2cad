import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { AuditExportQuery, auditRefusals } from './contract.ts'
import { Stream, streamExport } from './export-log.ts'

/** The entries that match, as a table for spreadsheets: formula-safe, RFC 4180. */
export const exportCsv = route({
  method: 'GET',
  path: '/teams/{team}/audit/export.csv',
  summary: 'Export the audit log as CSV',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  query: AuditExportQuery,
  output: Stream,
  media: 'text/csv; charset=utf-8',
  refusals: auditRefusals,
  audit: 'audit.exported',
  handle: (handling) => streamExport(handling, 'csv'),
})
