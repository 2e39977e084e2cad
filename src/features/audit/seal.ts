import { randomBytes } from 'node:crypto'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { checkpointHash, checkpointText, noPrevious } from './checkpoint.ts'
import { commitmentOf, hex, leafOf, unhex } from './entry.ts'
import { entryFrom } from './entry-row.ts'
import type { EntryRow } from './queries.ts'
import {
  type Grown,
  insertBlocks,
  insertLeaves,
  type LeafColumns,
  putGrown,
  putSealing,
  takeSealing,
  treesOf,
  unsealedEntries,
} from './sealing.queries.ts'
import { sha256 } from './sha256.ts'
import { signingKey } from './signing-key.ts'
import { blockSize, Edge, joined } from './tree.ts'

const batch = 5_000
const saltBytes = 16

/** Puts every entry of ended transactions into the tree of its log and signs the new sizes and roots. Answers how many there were. */
export async function sealAudit(platform: Platform, now: Date): Promise<number> {
  let sealed = 0
  for (;;) {
    const count = await platform.db.transaction((tx) => sealBatch(tx, platform, now))
    sealed += count
    if (count < batch) return sealed
  }
}

async function sealBatch(tx: Tx, platform: Platform, now: Date): Promise<number> {
  const standing = await takeSealing(tx)
  if (!standing) return 0
  const { horizon } = standing
  // In a database restored into another server transactions count from anew; what is sealed already is passed over.
  const upto = standing.restored ? '0' : standing.upto
  const rows = await unsealedEntries(tx, { upto, horizon }, batch)
  const next = rows.length === batch ? (rows.at(-1)?.xid ?? horizon) : horizon
  if (rows.length > 0) await grow(tx, platform, rows, now)
  if (next !== standing.upto && (rows.length > 0 || idleFor(standing.upto, next))) await putSealing(tx, next)
  return rows.length
}

// Other transactions move the horizon all the time; writing that down for nothing would keep an idle database busy.
const idleFor = (upto: string, horizon: string): boolean =>
  BigInt(horizon) < BigInt(upto) || BigInt(horizon) - BigInt(upto) > 1_000n

async function grow(tx: Tx, platform: Platform, rows: EntryRow[], now: Date): Promise<void> {
  const key = await signingKey(tx, platform, now)
  const logs = new Map<string, EntryRow[]>()
  for (const row of rows) {
    const others = logs.get(row.log_id)
    if (others) others.push(row)
    else logs.set(row.log_id, [row])
  }
  const trees = new Map((await treesOf(tx, [...logs.keys()])).map((tree) => [tree.log_id, tree]))
  const columns: LeafColumns = {
    logs: [],
    indexes: [],
    ids: [],
    times: [],
    leaves: [],
    whereSalts: [],
    whereCommits: [],
    detailsSalts: [],
    detailsCommits: [],
  }
  const grown: Grown = { logs: [], sizes: [], edges: [], lasts: [], roots: [], previous: [], signatures: [] }
  const blocks: { log_id: string; block: number; hash: Buffer }[] = []
  const salts = randomBytes(rows.length * 2 * saltBytes)
  for (const [log, entries] of logs) {
    const tree = trees.get(log)
    const edge = new Edge(sha256, tree?.size ?? 0, tree ? rootsIn(tree.edge) : [])
    for (const row of entries) {
      const block = edge.add(leafFor(row, edge.size, columns, salts))
      if (block) blocks.push({ log_id: log, block: edge.size / blockSize - 1, hash: Buffer.from(block) })
    }
    const previous = tree ? hex(tree.last) : noPrevious
    const checkpoint = { log, size: edge.size, root: hex(edge.root()), at: now.toISOString(), previous }
    grown.logs.push(log)
    grown.sizes.push(edge.size)
    grown.edges.push(joined(edge.roots()))
    grown.lasts.push(unhex(checkpointHash(sha256, checkpoint)))
    grown.roots.push(edge.root())
    grown.previous.push(unhex(previous))
    grown.signatures.push(key.sign(checkpointText(checkpoint)))
  }
  await insertLeaves(tx, columns)
  await insertBlocks(tx, blocks)
  await putGrown(tx, grown, key.id, now)
}

function leafFor(row: EntryRow, index: number, columns: LeafColumns, salts: Buffer): Uint8Array {
  const entry = entryFrom(row)
  const own = columns.ids.length * 2 * saltBytes
  const whereSalt = salts.subarray(own, own + saltBytes)
  const detailsSalt = salts.subarray(own + saltBytes, own + 2 * saltBytes)
  const where = commitmentOf(sha256, whereSalt, entry.where)
  const details = commitmentOf(sha256, detailsSalt, entry.details)
  const leaf = leafOf(sha256, entry, hex(where), hex(details))
  columns.logs.push(row.log_id)
  columns.indexes.push(index)
  columns.ids.push(row.id)
  columns.times.push(row.at)
  columns.leaves.push(leaf)
  columns.whereSalts.push(whereSalt)
  columns.whereCommits.push(where)
  columns.detailsSalts.push(detailsSalt)
  columns.detailsCommits.push(details)
  return leaf
}

const rootsIn = (edge: Buffer): Uint8Array[] =>
  Array.from({ length: edge.length / 32 }, (_, at) => edge.subarray(at * 32, at * 32 + 32))
