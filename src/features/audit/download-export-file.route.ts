import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { inTeam } from '#access/guard.ts'
import type { Db } from '#platform/db/db.ts'
import { route } from '#platform/http/route.ts'
import { type ByteRange, rangeOf } from './byte-range.ts'
import { downloadFileRefusals } from './export-contract.ts'
import { type ExportFileRow, exportFileOf, pieceAt } from './export-files.queries.ts'
import { fileName, Stream } from './export-log.ts'
import { demandPlan } from './reading.ts'

const unpack = promisify(gunzip)

/** Hands a file over, or the rest of it: a download that broke off goes on where it stopped (RFC 9110 ranges). Every download is in the log. */
export const downloadExportFile = route({
  method: 'GET',
  path: '/teams/{team}/audit/exports/{export}/file',
  summary: 'Download a large export of the audit log',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  output: Stream,
  alsoStatus: [206],
  media: 'application/octet-stream',
  refusals: downloadFileRefusals,
  audit: 'audit.export_downloaded',

  async handle(handling) {
    await demandPlan(handling)
    const { who, params, db, now, headers, refuse, record, setHeader, setStatus } = handling
    const file = (await exportFileOf(db, who.team.id, params.export)) ?? refuse('not_found')
    if (!file.ready_at) return refuse('export_not_ready')
    if (!file.expires_at || file.expires_at <= now) return refuse('export_expired')
    const tag = `"${file.id}"`
    const range = rangeOf(one(headers.range), file.bytes, { tag, ifRange: one(headers['if-range']) })
    if (range === 'unusable') {
      setHeader('Content-Range', `bytes */${file.bytes}`)
      return refuse('range_not_usable')
    }
    const part = range ?? { first: 0, last: file.bytes - 1 }
    await db.transaction((tx) =>
      record(tx, { target: { kind: 'export', id: file.id }, format: file.format, ...(range && { from: part.first }) }),
    )
    if (range) {
      setStatus(206)
      setHeader('Content-Range', `bytes ${part.first}-${part.last}/${file.bytes}`)
    }
    setHeader('Accept-Ranges', 'bytes')
    setHeader('ETag', tag)
    setHeader('Content-Length', String(part.last - part.first + 1))
    setHeader('Content-Disposition', `attachment; filename="${fileName(who.team.id, file.format, file.ready_at)}"`)
    return Readable.from(bytesOf(db, file, part), { objectMode: false })
  },
})

const one = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined

/** One piece at a time; a file that is erased in the middle breaks the download off, so that nobody takes half of it for the whole. */
async function* bytesOf(db: Db, file: ExportFileRow, { first, last }: ByteRange): AsyncGenerator<Buffer> {
  for (let at = first; at <= last; ) {
    const piece = await pieceAt(db, file, at)
    if (!piece) throw new Error('the export was erased while it was downloaded')
    const plain = await unpack(piece.packed)
    yield plain.subarray(at - piece.starts, last + 1 - piece.starts)
    at = piece.starts + piece.bytes
  }
}
