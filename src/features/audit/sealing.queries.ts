import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'
import { type EntryRow, entryColumns } from './queries.ts'

/** Where sealing stands; null while another node seals. `horizon`: every transaction below it has ended, and is seen. */
export async function takeSealing(tx: Tx): Promise<{ upto: string; horizon: string; restored: boolean } | null> {
  const { rows } = await sql<{ upto: string; horizon: string; restored: boolean }>`
    SELECT upto::text, pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, pg_snapshot_xmin(pg_current_snapshot()) < upto AS restored
    FROM audit_sealing FOR UPDATE SKIP LOCKED`.execute(tx.query)
  return rows[0] ?? null
}

/** Remembers where sealing stands. */
export async function putSealing(tx: Tx, upto: string): Promise<void> {
  await sql`UPDATE audit_sealing SET upto = ${upto}::text::xid8`.execute(tx.query)
}

/** Entries of ended transactions that are in no tree yet, in the order of their transactions. */
export async function unsealedEntries(
  tx: Tx,
  { upto, horizon }: { upto: string; horizon: string },
  most: number,
): Promise<(EntryRow & { xid: string })[]> {
  const { rows } = await sql<EntryRow & { xid: string }>`
    SELECT ${entryColumns}, e.xid::text FROM audit_log e
    WHERE e.xid >= ${upto}::text::xid8 AND e.xid < ${horizon}::text::xid8
      AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.log_id = e.log_id AND l.entry_id = e.id)
    ORDER BY e.xid, e.id, e.log_id LIMIT ${most}`.execute(tx.query)
  return rows
}

/** How far the trees of these logs have grown. */
export const treesOf = (tx: Tx, logIds: string[]) =>
  tx.query.selectFrom('audit_trees').selectAll().where('log_id', 'in', logIds).execute()

/** New leaves, as columns: one statement for thousands of them. */
export interface LeafColumns {
  logs: string[]
  indexes: number[]
  ids: string[]
  times: Date[]
  leaves: Uint8Array[]
  whereSalts: Uint8Array[]
  whereCommits: Uint8Array[]
  detailsSalts: Uint8Array[]
  detailsCommits: Uint8Array[]
}

/** Adds leaves. */
export async function insertLeaves(tx: Tx, c: LeafColumns): Promise<void> {
  await sql`INSERT INTO audit_leaves (log_id, idx, entry_id, entry_at, leaf, where_salt, where_commit, details_salt, details_commit)
    SELECT * FROM unnest(${c.logs}::text[], ${c.indexes}::bigint[], ${c.ids}::text[], ${c.times}::timestamptz[], ${c.leaves}::bytea[],
      ${c.whereSalts}::bytea[], ${c.whereCommits}::bytea[], ${c.detailsSalts}::bytea[], ${c.detailsCommits}::bytea[])`.execute(
    tx.query,
  )
}

/** Adds the hashes of blocks that became complete. */
export async function insertBlocks(tx: Tx, blocks: { log_id: string; block: number; hash: Buffer }[]): Promise<void> {
  if (blocks.length > 0) await tx.query.insertInto('audit_blocks').values(blocks).execute()
}

/** A tree after it has grown, and the checkpoint that says so. */
export interface Grown {
  logs: string[]
  sizes: number[]
  edges: Uint8Array[]
  lasts: Uint8Array[]
  roots: Uint8Array[]
  previous: Uint8Array[]
  signatures: Uint8Array[]
}

/** Stores grown trees with their signed checkpoints. */
export async function putGrown(tx: Tx, g: Grown, keyId: string, now: Date): Promise<void> {
  await sql`INSERT INTO audit_trees (log_id, size, edge, last)
    SELECT * FROM unnest(${g.logs}::text[], ${g.sizes}::bigint[], ${g.edges}::bytea[], ${g.lasts}::bytea[])
    ON CONFLICT (log_id) DO UPDATE SET size = excluded.size, edge = excluded.edge, last = excluded.last`.execute(
    tx.query,
  )
  await sql`INSERT INTO audit_checkpoints (log_id, size, root, at, previous, key_id, signature)
    SELECT log, size, root, ${now}, previous, ${keyId}, signature FROM unnest(${g.logs}::text[], ${g.sizes}::bigint[], ${g.roots}::bytea[],
      ${g.previous}::bytea[], ${g.signatures}::bytea[]) AS t (log, size, root, previous, signature)`.execute(tx.query)
}
