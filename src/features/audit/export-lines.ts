import type { Db } from '#platform/db/db.ts'
import type { ExportHead, ExportLine } from './check-export.ts'
import type { AuditFilters } from './contract.ts'
import { csvRecord } from './csv.ts'
import type { Place } from './cursor.ts'
import { entryFrom } from './entry-row.ts'
import { entryView, learnNames, type Names } from './entry-view.ts'
import { numberedEntriesAfter, type SealedRow, sealedEntriesAfter } from './list.queries.ts'
import { checkpointFrom, hiddenOf, proofItem, publicKeys } from './proof-view.ts'
import { Proofs } from './proofs.ts'
import { type LeafRow, latestCheckpoint } from './queries.ts'

/** What is exported: a log, or what of it matches, from after a place on. */
export interface Wanted {
  logId: string
  filters: AuditFilters
  after?: Place | undefined
}

/** A piece of an export: so many entries, as text. */
export interface Piece {
  text: string
  entries: number
  /** The last entry of it. */
  last?: Place | undefined
}

const batch = 1_000

/** Reads the entries by keyset, batch by batch: nothing is held open in the database, and memory stays small. */
async function* batches(
  db: Db,
  { logId, filters, after }: Wanted,
  entriesAfter: typeof sealedEntriesAfter,
): AsyncGenerator<SealedRow[]> {
  const read = (cursor: Place | undefined) => entriesAfter(db, logId, filters, { cursor, limit: batch })
  for (let reading: Promise<SealedRow[]> | null = read(after); reading; ) {
    const rows: SealedRow[] = await reading
    const last = rows.at(-1)
    // The next batch is read while this one is written; that nobody may come for it is no fault.
    reading = last && rows.length === batch ? read(last) : null
    reading?.catch(() => {})
    if (rows.length > 0) yield rows
  }
}

const columns = [
  'time',
  'action',
  'what',
  'user',
  'user_email',
  'user_kind',
  'user_id',
  'ip_address',
  'device',
  'target_kind',
  'target_id',
  'refused',
  'changes',
  'details',
  'session',
  'request',
  'entry',
  'number',
]

/** The export as CSV. Where it goes on after an earlier part there is no second header. */
export async function* csvPieces(db: Db, wanted: Wanted): AsyncGenerator<Piece> {
  if (!wanted.after) yield { text: csvRecord(columns), entries: 0 }
  const names: Names = new Map()
  for await (const rows of batches(db, wanted, numberedEntriesAfter)) {
    await learnNames(db, rows, names)
    yield { text: rows.map((row) => csvLine(row, names)).join(''), entries: rows.length, last: rows.at(-1) }
  }
}

function csvLine(row: SealedRow, names: Names): string {
  const { says, actor, device, refused, changes } = entryView(row, names)
  const { changes: _told, ...facts } = row.details
  return csvRecord([
    row.at.toISOString(),
    row.action,
    says,
    actor.name,
    actor.email,
    row.actor_kind,
    row.actor_id,
    row.ip,
    device,
    row.target_kind,
    row.target_id,
    refused ? 'yes' : 'no',
    changes.map(({ field, from, to }) => `${field}: ${from ?? '(empty)'} → ${to ?? '(empty)'}`).join('; '),
    Object.keys(facts).length > 0 ? JSON.stringify(facts) : null,
    row.session_id,
    row.request_id,
    row.id,
    typeof row.idx === 'number' ? row.idx + 1 : null,
  ])
}

/** The export as NDJSON with a proof for every entry, as `aegisrunner audit verify` reads it. */
export async function* ndjsonPieces(db: Db, wanted: Wanted): AsyncGenerator<Piece> {
  const latest = await latestCheckpoint(db, wanted.logId)
  const size = latest?.size ?? 0
  const head: ExportHead = {
    kind: 'aegisrunner.audit.export',
    v: 1,
    log: wanted.logId,
    complete: Object.values(wanted.filters).every((value) => value === undefined),
    checkpoint: latest ? checkpointFrom(latest) : null,
    keys: await publicKeys(db),
  }
  yield { text: `${JSON.stringify(head)}\n`, entries: 0 }
  const proofs = await Proofs.at(db, wanted.logId, size)
  for await (const rows of batches(db, wanted, sealedEntriesAfter)) {
    let text = ''
    for (const row of rows) text += await lineOf(row, size, proofs)
    yield { text, entries: rows.length, last: rows.at(-1) }
  }
  yield { text: '{"kind":"end"}\n', entries: 0 }
}

async function lineOf(row: SealedRow, size: number, proofs: Proofs): Promise<string> {
  if (!row.leaf || typeof row.idx !== 'number' || row.idx >= size) {
    const nothing = { commitment: '', salt: null }
    const entry = entryFrom(row, hiddenOf(row))
    const line = { entryId: row.id, entry, index: null, leaf: null, where: nothing, details: nothing, proof: null }
    return `${JSON.stringify({ kind: 'entry', ...line } satisfies ExportLine)}\n`
  }
  const line = { kind: 'entry', ...proofItem(row as LeafRow) } satisfies Omit<ExportLine, 'proof'>
  // The longest part by far, and the same for many lines but for its beginning: put in as it stands.
  return `${JSON.stringify(line).slice(0, -1)},"proof":${await proofs.textOf(row.idx)}}\n`
}
