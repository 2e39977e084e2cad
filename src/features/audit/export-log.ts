import { Readable } from 'node:stream'
import { z } from 'zod'
import type { TeamActor } from '#access/key-guard.ts'
import type { AuditDetails } from '#platform/audit.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { AuditExportQuery } from './contract.ts'
import { csvPieces, ndjsonPieces, type Piece } from './export-lines.ts'
import { demandPlan } from './reading.ts'
import { sealAudit } from './seal.ts'

/** What a streamed export answers. */
export const Stream = z.instanceof(Readable)

interface Exporting {
  who: TeamActor
  db: Db
  now: Date
  platform: Platform
  query: z.output<typeof AuditExportQuery>
  refuse(code: 'plan_without_audit_log'): never
  record(tx: Tx, details: AuditDetails): Promise<void>
  setHeader(name: string, value: string): void
}

/** Streams what matches, newest first, after writing down who takes it out. */
export async function streamExport(exporting: Exporting, format: 'csv' | 'ndjson'): Promise<Readable> {
  await demandPlan(exporting)
  const { who, db, now, platform, query, record, setHeader } = exporting
  const { after, ...filters } = query
  await db.transaction((tx) => record(tx, { format, filters, ...(after && { resumed: true }) }))
  await sealAudit(platform, now)
  setHeader('Content-Disposition', `attachment; filename="${fileName(who.team.id, format, now)}"`)
  const wanted = { logId: who.team.id, filters, after }
  const pieces = format === 'csv' ? csvPieces(db, wanted) : ndjsonPieces(db, wanted)
  return Readable.from(texts(pieces), { objectMode: false })
}

async function* texts(pieces: AsyncIterable<Piece>): AsyncGenerator<Buffer> {
  for await (const { text } of pieces) yield Buffer.from(text)
}

/** What the file of an export is called. */
export const fileName = (teamId: string, format: string, now: Date): string =>
  `aegisrunner-audit-${teamId.slice(-6)}-${now.toISOString().slice(0, 10)}.${format}`
