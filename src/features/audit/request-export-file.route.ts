import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { buildExportFile } from './build-export-file.job.ts'
import { AuditExportFile, exportFileRefusals, NewAuditExportFile } from './export-contract.ts'
import { exportFileViews } from './export-file-view.ts'
import { exportFilesOf, insertExportFile } from './export-files.queries.ts'
import { demandPlan } from './reading.ts'
import { mostExportFiles } from './rules.ts'

/** Asks for what matches as one file, for logs too large to wait for. A job puts it together; a letter says when it is ready. */
export const requestExportFile = route({
  method: 'POST',
  path: '/teams/{team}/audit/exports',
  summary: 'Ask for a large export of the audit log as a file',
  access: inTeam('audit.view'),
  limit: { per: 'user', max: 20, every: hours(1) },
  input: NewAuditExportFile,
  output: AuditExportFile,
  status: 202,
  refusals: exportFileRefusals,
  audit: 'audit.export_requested',

  async handle(handling) {
    await demandPlan(handling)
    const { who, input, db, now, refuse, record } = handling
    const file = {
      team_id: who.team.id,
      id: newId('exp'),
      requested_by: who.user.id,
      format: input.format,
      filters: JSON.stringify(input.filters ?? {}),
    }
    return db.transaction(async (tx) => {
      await lockTeamRow(tx, who.team.id) // so that two who ask at once count each other’s files
      const row = (await insertExportFile(tx, file, now)) ?? refuse('export_under_way')
      if ((await exportFilesOf(tx, who.team.id)).length > mostExportFiles) refuse('too_many_exports')
      await enqueue(tx, buildExportFile, { team: row.team_id, id: row.id })
      await record(tx, {
        target: { kind: 'export', id: row.id },
        format: input.format,
        filters: JSON.parse(file.filters),
      })
      const [view] = await exportFileViews(tx, [row])
      return view ?? refuse('not_found')
    })
  },
})
