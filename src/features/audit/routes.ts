import { days, earlier, hours } from '#platform/clock.ts'
import { recurring } from '#platform/jobs/job.ts'
import { addStream } from './add-stream.route.ts'
import { mailCheckpoints } from './anchor.ts'
import { buildExportFile } from './build-export-file.job.ts'
import { changeStream } from './change-stream.route.ts'
import { countMatches } from './count-entries.route.ts'
import { downloadExportFile } from './download-export-file.route.ts'
import { dropView } from './drop-view.route.ts'
import { expireAudit } from './expire.ts'
import { exportCsv } from './export-csv.route.ts'
import { sweepExportFiles } from './export-files.queries.ts'
import { exportNdjson } from './export-ndjson.route.ts'
import { keepView } from './keep-view.route.ts'
import { forgetReadings } from './list.queries.ts'
import { listEntries } from './list-entries.route.ts'
import { listExportFiles } from './list-export-files.route.ts'
import { listProof } from './list-proof.route.ts'
import { listStreams } from './list-streams.route.ts'
import { listKeptViews } from './list-views.route.ts'
import { makeMonths } from './queries.ts'
import { removeExportFile } from './remove-export-file.route.ts'
import { removeStream } from './remove-stream.route.ts'
import { requestExportFile } from './request-export-file.route.ts'
import { setAnchor } from './set-anchor.route.ts'
import { showAnchor } from './show-anchor.route.ts'
import { showCheckpoint } from './show-checkpoint.route.ts'
import { showAuditChoices } from './show-choices.route.ts'
import { showEntry } from './show-entry.route.ts'
import { showSigningKeys } from './show-keys.route.ts'

/** Every route of this slice. */
export const auditRoutes = [
  listEntries,
  countMatches,
  showAuditChoices,
  showEntry,
  listProof,
  exportCsv,
  exportNdjson,
  listExportFiles,
  requestExportFile,
  downloadExportFile,
  removeExportFile,
  listKeptViews,
  keepView,
  dropView,
  listStreams,
  addStream,
  changeStream,
  removeStream,
  showAnchor,
  setAnchor,
  showSigningKeys,
  showCheckpoint,
] as const

/** The jobs of this slice. */
export const auditJobs = [buildExportFile] as const

/** What recurs in this slice: the months ahead get their partitions, old notes of readings go. */
export const auditTimetable = [
  recurring({ name: 'audit.make_months', cron: '7 3 * * *', run: ({ db }, now) => makeMonths(db, now, 3) }),
  recurring({
    name: 'audit.expire',
    cron: '37 2 * * *',
    run: async (platform, now) => void (await expireAudit(platform, now)),
  }),
  recurring({
    name: 'audit.sweep_exports',
    cron: '*/10 * * * *',
    run: ({ db }, now) =>
      sweepExportFiles(db, { now, stuckSince: earlier(now, hours(2)), forgetBefore: earlier(now, days(1)) }),
  }),
  recurring({ name: 'audit.mail_checkpoints', cron: '11 5 * * *', run: mailCheckpoints }),
  recurring({
    name: 'audit.forget_readings',
    cron: '19 4 * * *',
    run: ({ db }, now) => forgetReadings(db, earlier(now, days(2))),
  }),
]
