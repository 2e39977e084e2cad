import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { auditRefusals, ProofQuery, ProofView } from './contract.ts'
import { entryFrom } from './entry-row.ts'
import { checkpointFrom, proofItem, publicKeys } from './proof-view.ts'
import { checkpointsBeyond, entriesWithoutLeaf, latestCheckpoint, leavesWithEntries } from './queries.ts'
import { openLog } from './reading.ts'
import { sealAudit } from './seal.ts'

/** A stretch of the tree with everything needed to check it oneself: the page does, entry by entry, and believes no verdict of ours. */
export const listProof = route({
  method: 'GET',
  path: '/teams/{team}/audit/proof',
  summary: 'Read the audit log with its proof',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  query: ProofQuery,
  output: ProofView,
  refusals: auditRefusals,
  audit: 'audit.read',

  async handle(handling) {
    const { who, db, now, query, platform } = handling
    await openLog(handling)
    const log = who.team.id
    if (query.from === 0) await sealAudit(platform, now)
    const latest = await latestCheckpoint(db, log)
    const size = latest?.size ?? 0
    const rows = await leavesWithEntries(db, log, query.from, query.from + query.limit - 1)
    const last = query.from + query.limit >= size
    // Checkpoints up to the end of this stretch; at the end all that are left, so that a log that was cut off shows.
    const until = last ? size : query.from + query.limit
    const checkpoints = await checkpointsBeyond(db, log, query.from, query.limit + 1)
    return {
      size,
      items: rows.map(proofItem),
      checkpoints: checkpoints.filter((one) => one.size <= until).map(checkpointFrom),
      keys: await publicKeys(db),
      unsealed: last ? (await entriesWithoutLeaf(db, log, 100)).map((row) => entryFrom(row)) : [],
    }
  },
})
