import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Platform } from '#platform/platform.ts'
import { LogCheck, type LogReport } from './check-log.ts'
import { entryFrom } from './entry-row.ts'
import { checkpointFrom, proofItem, publicKeys } from './proof-view.ts'
import { checkpointsBeyond, entriesWithoutLeaf, leavesWithEntries } from './queries.ts'
import { sealAudit } from './seal.ts'
import { sha256 } from './sha256.ts'
import { verifyWithNode } from './signing-key.ts'

/** Checks a whole log straight from the database, as the page does over HTTP. */
export async function checkLog({ db }: Platform, logId: string): Promise<LogReport> {
  const check = new LogCheck(sha256)
  const checkpoints = await checkpointsBeyond(db, logId, 0, 10_000)
  await check.addCheckpoints(checkpoints.map(checkpointFrom), await publicKeys(db), verifyWithNode)
  for (const row of await leavesWithEntries(db, logId, 0, 1e9)) check.add(proofItem(row))
  check.addUnsealed((await entriesWithoutLeaf(db, logId, 100)).map((row) => entryFrom(row)))
  return check.finish()
}

/** Seals until every entry of a log is: transactions of other tests on the same server hold the horizon back for a moment. */
export async function sealAll(platform: Platform, log: string): Promise<void> {
  for (;;) {
    await sealAudit(platform, platform.clock.now())
    const { rows } = await sql`SELECT 1 FROM audit_log e WHERE e.log_id = ${log}
      AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.log_id = e.log_id AND l.entry_id = e.id) LIMIT 1`.execute(
      platform.db.query,
    )
    if (rows.length === 0) return
    await setTimeout(20)
  }
}
