import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Departure, ExportedFile } from '#access/departure.ts'
import { days, later } from '#platform/clock.ts'
import { job } from '#platform/jobs/job.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { exportReadyLetter } from './export.mail.ts'
import { type ExportRow, exportById, failExport, finishExport, noteParts } from './export.queries.ts'
import { zipOf } from './export-archive.ts'
import { userById } from './queries.ts'
import { recipientOf } from './recipients.ts'

/** How long an archive can be downloaded. */
export const exportLifetime = days(7)

// Sealed one by one, so that no statement carries the whole archive.
const pieceBytes = 1024 * 1024

/** Asks every slice for what it holds about a person, and keeps it as one sealed archive. */
export const buildExport = (departures: readonly Departure[]) =>
  job({
    name: 'account.build_export',
    payload: z.object({ id: z.string() }),
    attempts: 3,
    async run({ payload: { id }, platform, now, attempt, attempts }) {
      const row = await exportById(platform.db, id)
      if (!row || row.ready_at || row.failed_at) return
      try {
        await build(platform, departures, row, now)
      } catch (error) {
        if (attempt >= attempts) await failExport(platform.db, id, now)
        throw error
      }
    },
  })

async function build(platform: Platform, departures: readonly Departure[], row: ExportRow, now: Date): Promise<void> {
  const user = await userById(platform.db, row.user_id)
  if (!user) return
  const files: ExportedFile[] = []
  let done = 0
  for (const departure of departures) {
    if (!departure.export) continue
    files.push(...(await departure.export(platform.db, platform, row.user_id)))
    done += 1
    await noteParts(platform.db, row.id, done)
  }
  const zip = await zipOf(files, { name: user.full_name, timezone: user.timezone, now })
  const made = {
    pieces: piecesFrom(zip).map((bytes, piece) => platform.sealer.seal(bytes, `${row.id}:${piece}`)),
    bytes: zip.length,
    sha256: createHash('sha256').update(zip).digest('hex'),
    readyAt: now,
    expiresAt: later(now, exportLifetime),
  }
  await platform.db.transaction(async (tx) => {
    if (!(await finishExport(tx, row, made))) return
    const to = recipientOf(user)
    await mail(tx, platform, to, exportReadyLetter(to, made.expiresAt, platform.config.publicUrl), now)
  })
}

const piecesFrom = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, piece) =>
    bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
  )
