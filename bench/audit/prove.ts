import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LogCheck } from '#features/audit/check-log.ts'
import { csvPieces, ndjsonPieces } from '#features/audit/export-lines.ts'
import { checkpointFrom, proofItem, publicKeys } from '#features/audit/proof-view.ts'
import { checkpointsBeyond, leavesWithEntries } from '#features/audit/queries.ts'
import { sealAudit } from '#features/audit/seal.ts'
import { sha256 } from '#features/audit/sha256.ts'
import { verifyWithNode } from '#features/audit/signing-key.ts'
import { verifyExport } from '#features/audit/verify-export.ts'
import { newId } from '#platform/ids.ts'
import { number, secondsOf } from './figures.ts'
import type { Filled } from './fill.ts'

/** Sealing, exporting and verifying a log of so many entries. */
export async function proving({ platform, owner }: Filled, few: number): Promise<string[]> {
  await owner.query('UPDATE audit_sealing SET upto = pg_current_xact_id()') // what stands there so far is not part of this
  const other = newId('team')
  for (let at = 0; at < few; at += 5_000)
    await owner.query(
      `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, ip, user_agent, request_id, details)
       SELECT $1, $2, 'aud_' || substr(md5(n::text), 1, 26), 'key.used', 'user', 'usr_' || lpad('1', 26, '0'), '203.0.113.7', 'curl/8.5.0', 'req-' || n, jsonb_build_object('n', n)
       FROM generate_series($3::int, $4::int) n`,
      [other, new Date(), at, at + 4_999],
    )
  const sealing = await secondsOf(() => sealAudit(platform, new Date()))
  await owner.query('ANALYZE audit_log, audit_leaves')
  const wanted = { logId: other, filters: {} }
  const folder = await mkdtemp(join(tmpdir(), 'aegis-bench-export-'))
  const written = async (name: string, pieces: AsyncIterable<{ text: string }>) => {
    const file = await open(join(folder, name), 'w')
    for await (const { text } of pieces) await file.write(text)
    await file.close()
  }
  const csv = await secondsOf(() => written('log.csv', csvPieces(platform.db, wanted)))
  const ndjson = await secondsOf(() => written('log.ndjson', ndjsonPieces(platform.db, wanted)))
  const check = new LogCheck(sha256)
  await check.addCheckpoints(
    (await checkpointsBeyond(platform.db, other, 0, 1_000)).map(checkpointFrom),
    await publicKeys(platform.db),
    verifyWithNode,
  )
  let verifying = 0
  for (let at = 0; at < few; at += 1_000) {
    const items = (await leavesWithEntries(platform.db, other, at, at + 999)).map(proofItem)
    verifying += await secondsOf(async () => {
      for (const item of items) check.add(item)
    })
  }
  let offline = { whole: false }
  const offlineTook = await secondsOf(async () => {
    offline = await verifyExport([join(folder, 'log.ndjson')])
  })
  await rm(folder, { recursive: true })
  if (check.finish().problems.length > 0 || !offline.whole) throw new Error('the log under measurement is not whole')
  const row = (what: string, took: number) => `| ${what} | ${number(few / took)} |`
  return [
    `One log of ${number(few)} entries, one process.`,
    '',
    '| | entries/s |',
    '|---|---|',
    row('sealing', sealing),
    row('export as CSV', csv),
    row('export as NDJSON with proofs', ndjson),
    row('verifying a log, as the page does, with Node’s hashing', verifying),
    row('`aegisrunner audit verify` of that file, reading included', offlineTook),
  ]
}
