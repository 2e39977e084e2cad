import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { z } from 'zod'
import { may } from '#access/permissions.ts'
import type { Role } from '#access/principal.ts'
import { later } from '#platform/clock.ts'
import { job } from '#platform/jobs/job.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { AuditFilters } from './contract.ts'
import { Cursor, cursorAfter, type Place } from './cursor.ts'
import { exportFileLetter } from './export-file.mail.ts'
import {
  addPiece,
  type ExportFileRow,
  exportFileOf,
  failExportFile,
  finishExportFile,
  oldestEntry,
  readerOf,
} from './export-files.queries.ts'
import { csvPieces, ndjsonPieces } from './export-lines.ts'
import { exportFileDays, exportFileLifetime } from './rules.ts'
import { sealAudit } from './seal.ts'

const pieceChars = 1024 * 1024
const pack = promisify(gzip)

/** Puts an export together piece by piece. Run again after a crash, it goes on after the last piece that was stored. */
export const buildExportFile = job({
  name: 'audit.build_export',
  payload: z.object({ team: z.string(), id: z.string() }),
  attempts: 5,
  async run({ payload: { team, id }, platform, now, attempt, attempts }) {
    const row = await exportFileOf(platform.db, team, id)
    if (!row || row.ready_at || row.failed_at) return
    try {
      if (await build(platform, row, now)) await finish(platform, row)
    } catch (error) {
      if (attempt >= attempts) await platform.db.transaction((tx) => failExportFile(tx, row, platform.clock.now()))
      throw error
    }
  },
})

/** False when the file is no longer wanted. */
async function build(platform: Platform, row: ExportFileRow, now: Date): Promise<boolean> {
  const { db } = platform
  if (row.pieces === 0) await sealAudit(platform, now)
  const filters = AuditFilters.parse(JSON.parse(row.filters))
  const first = row.requested_at.getTime()
  const oldest = Math.max((await oldestEntry(db, row.team_id))?.getTime() ?? first, filters.from?.getTime() ?? 0)
  // Entries are read from the newest to the oldest: how far in time it got is known without counting them all before.
  const progressAt = ({ at }: Place) =>
    Math.min(0.99, Math.max(0, (first - at.getTime()) / Math.max(1, first - oldest)))
  const wanted = { logId: row.team_id, filters, after: row.after === null ? undefined : Cursor.parse(row.after) }
  const standing = { ...row }
  let [text, entries, last]: [string, number, Place | undefined] = ['', 0, undefined]
  const store = async () => {
    const plain = Buffer.from(text)
    const piece = {
      packed: await pack(plain, { level: 4 }),
      bytes: plain.length,
      entries,
      progress: last ? progressAt(last) : standing.progress,
      after: last ? cursorAfter(last) : null,
    }
    if (!(await db.transaction((tx) => addPiece(tx, standing, piece, platform.clock.now())))) return false
    standing.pieces += 1
    standing.bytes += piece.bytes
    ;[text, entries, last] = ['', 0, undefined]
    return true
  }
  const pieces = row.format === 'csv' ? csvPieces(db, wanted) : ndjsonPieces(db, wanted)
  for await (const piece of pieces) {
    text += piece.text
    entries += piece.entries
    last = piece.last ?? last
    if (text.length >= pieceChars && !(await store())) return false
  }
  return text === '' || (await store())
}

async function finish(platform: Platform, row: ExportFileRow): Promise<void> {
  const now = platform.clock.now()
  const expiresAt = later(now, exportFileLifetime)
  await platform.db.transaction(async (tx) => {
    if (!(await finishExportFile(tx, row, { readyAt: now, expiresAt }))) return
    const reader = await readerOf(tx, row.team_id, row.requested_by)
    // A key asks by itself whether the file is ready; who may no longer read the log is told nothing of it.
    if (!reader || !may(reader.role as Role, 'audit.view')) return
    const { publicUrl } = platform.config
    const letter = exportFileLetter(reader, {
      team: reader.team,
      teamId: row.team_id,
      days: exportFileDays,
      expiresAt,
      publicUrl,
    })
    await mail(tx, platform, reader, letter, now)
  })
}
