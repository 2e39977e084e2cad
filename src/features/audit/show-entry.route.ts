import { inTeam } from '#access/guard.ts'
import { days, earlier } from '#platform/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import { route } from '#platform/http/route.ts'
import { AuditRecordView, auditRefusals } from './contract.ts'
import { hex } from './entry.ts'
import { entryFrom } from './entry-row.ts'
import { entryView, learnNames, type Names } from './entry-view.ts'
import { type SealedRow, sealedEntry } from './list.queries.ts'
import { checkpointFrom, hiddenOf, proofItem } from './proof-view.ts'
import { Proofs } from './proofs.ts'
import { type LeafRow, latestCheckpoint } from './queries.ts'
import { openLog } from './reading.ts'

/** One entry with its raw record and the proof that it stands in the signed log. */
export const showEntry = route({
  method: 'GET',
  path: '/teams/{team}/audit/entries/{entry}',
  summary: 'Show an audit log entry',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  output: AuditRecordView,
  refusals: auditRefusals,
  audit: 'audit.read',

  async handle(handling) {
    const { who, db, now, params, refuse } = handling
    await openLog(handling)
    const row = (await sealedEntry(db, who.team.id, params.entry, earlier(now, days(1)))) ?? refuse('not_found')
    const names: Names = new Map()
    await learnNames(db, [row], names)
    return { ...entryView(row, names), raw: entryFrom(row, hiddenOf(row)), sealed: await sealedView(db, row) }
  },
})

async function sealedView(on: Reader, row: SealedRow) {
  const checkpoint = await latestCheckpoint(on, row.log_id)
  if (!row.leaf || !checkpoint) return null
  const { index, leaf, where, details } = proofItem(row as LeafRow)
  const proof = await (await Proofs.at(on, row.log_id, checkpoint.size)).of(index)
  return { index, leaf, where, details, proof: proof.map(hex), checkpoint: checkpointFrom(checkpoint) }
}
