import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { auditRefusals } from './contract.ts'
import { AuditExportFiles } from './export-contract.ts'
import { exportFileViews } from './export-file-view.ts'
import { exportFilesOf } from './export-files.queries.ts'
import { demandPlan } from './reading.ts'

/** The files that large exports of a team's log are in, or will be. */
export const listExportFiles = route({
  method: 'GET',
  path: '/teams/{team}/audit/exports',
  summary: 'List large exports of the audit log',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  output: AuditExportFiles,
  refusals: auditRefusals,

  async handle(handling) {
    await demandPlan(handling)
    const { who, db } = handling
    return { items: await exportFileViews(db, await exportFilesOf(db, who.team.id)) }
  },
})
