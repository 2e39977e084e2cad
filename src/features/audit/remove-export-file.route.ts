import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { deleteExportFile } from './export-files.queries.ts'

/** Erases a file before its time, or ends putting it together. */
export const removeExportFile = route({
  method: 'DELETE',
  path: '/teams/{team}/audit/exports/{export}',
  summary: 'Erase a large export of the audit log',
  access: inTeam('audit.view'),
  output: z.void(),
  audit: 'audit.export_removed',

  handle: ({ who, params, db, refuse, record }) =>
    db.transaction(async (tx) => {
      const file = (await deleteExportFile(tx, who.team.id, params.export)) ?? refuse('not_found')
      await record(tx, { target: { kind: 'export', id: file.id }, format: file.format })
    }),
})
