import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

interface AuditLeavesTable {
  log_id: string
  idx: number
  entry_id: string
  entry_at: Date
  leaf: Buffer
  where_salt: Buffer | null
  where_commit: Buffer
  details_salt: Buffer | null
  details_commit: Buffer
}

interface AuditTreesTable {
  log_id: string
  size: number
  edge: Buffer
  last: Buffer
}

interface AuditBlocksTable {
  log_id: string
  block: number
  hash: Buffer
}

interface AuditCheckpointsTable {
  log_id: string
  size: number
  root: Buffer
  at: Date
  previous: Buffer
  key_id: string
  signature: Buffer
}

interface AuditKeysTable {
  id: string
  public_key: Buffer
  private_key: string
  created_at: Date
}

interface AuditSealingTable {
  one: boolean
  upto: string
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_leaves: AuditLeavesTable
    audit_trees: AuditTreesTable
    audit_blocks: AuditBlocksTable
    audit_checkpoints: AuditCheckpointsTable
    audit_keys: AuditKeysTable
    audit_sealing: AuditSealingTable
  }
}

/** An entry as its row has it. */
export interface EntryRow {
  log_id: string
  id: string
  at: Date
  action: string
  actor_kind: string
  actor_id: string | null
  session_id: string | null
  ip: string | null
  user_agent: string | null
  request_id: string | null
  target_kind: string | null
  target_id: string | null
  details: Record<string, unknown>
  erased_at: Date | null
}

/** A leaf as it is handed out: hashes and salts as hexadecimal digits. */
export interface Leaf {
  idx: number
  entry_id: string
  leaf: string
  where_salt: string | null
  where_commit: string
  details_salt: string | null
  details_commit: string
}

/** A leaf with the entry it stands for; `id` is null when there is no such row any more. */
export type LeafRow = Leaf & { [K in keyof EntryRow]: EntryRow[K] | null }

/** The columns of an entry. */
export const entryColumns = sql.raw(
  'e.log_id, e.id, e.at, e.action, e.actor_kind, e.actor_id, e.session_id, e.ip, e.user_agent, e.request_id, e.target_kind, e.target_id, e.details, e.erased_at',
)

const digits = (column: string) => `encode(l.${column}, 'hex') AS ${column}`

/** The columns of a {@link Leaf}. */
export const leafColumns = sql.raw(
  `l.idx, l.entry_id, ${['leaf', 'where_salt', 'where_commit', 'details_salt', 'details_commit'].map(digits).join(', ')}`,
)

/** Leaves `first` to `last` of a log, with their entries. */
export async function leavesWithEntries(on: Reader, logId: string, first: number, last: number): Promise<LeafRow[]> {
  const { rows } = await sql<LeafRow>`
    SELECT ${leafColumns}, ${entryColumns}
    FROM audit_leaves l LEFT JOIN audit_log e ON e.log_id = l.log_id AND e.at = l.entry_at AND e.id = l.entry_id
    WHERE l.log_id = ${logId} AND l.idx BETWEEN ${first} AND ${last} ORDER BY l.idx`.execute(on.query)
  return rows
}

/** Entries that should have been numbered long ago and never were: nobody but the database’s owner can make one. */
export async function entriesWithoutLeaf(on: Reader, logId: string, most: number): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    SELECT ${entryColumns} FROM audit_log e
    WHERE e.log_id = ${logId} AND e.xid < (SELECT upto FROM audit_sealing)
      AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.log_id = e.log_id AND l.entry_id = e.id AND l.entry_at = e.at)
    ORDER BY e.at, e.id LIMIT ${most}`.execute(on.query)
  return rows
}

/** Leaf hashes of one stretch of a log. */
export async function leafHashes(on: Reader, logId: string, first: number, last: number): Promise<Buffer[]> {
  const rows = await on.query
    .selectFrom('audit_leaves')
    .select('leaf')
    .where('log_id', '=', logId)
    .where('idx', '>=', first)
    .where('idx', '<=', last)
    .orderBy('idx')
    .execute()
  return rows.map(({ leaf }) => leaf)
}

/** Hashes of all complete blocks of a log. */
export async function blockHashes(on: Reader, logId: string): Promise<Buffer[]> {
  const rows = await on.query
    .selectFrom('audit_blocks')
    .select('hash')
    .where('log_id', '=', logId)
    .orderBy('block')
    .execute()
  return rows.map(({ hash }) => hash)
}

/** The newest checkpoint of a log. */
export const latestCheckpoint = (on: Reader, logId: string): Promise<AuditCheckpointsTable | undefined> =>
  on.query
    .selectFrom('audit_checkpoints')
    .selectAll()
    .where('log_id', '=', logId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Checkpoints of a log beyond a size, oldest first. */
export const checkpointsBeyond = (
  on: Reader,
  logId: string,
  size: number,
  limit: number,
): Promise<AuditCheckpointsTable[]> =>
  on.query
    .selectFrom('audit_checkpoints')
    .selectAll()
    .where('log_id', '=', logId)
    .where('size', '>', size)
    .orderBy('size')
    .limit(limit)
    .execute()

/** Every key that ever signed, the newest first. */
export const signingKeys = (on: Reader): Promise<AuditKeysTable[]> =>
  on.query.selectFrom('audit_keys').selectAll().orderBy('created_at', 'desc').execute()

/** Keeps a new signing key, unless another node was first. */
export async function insertSigningKey(tx: Tx, key: AuditKeysTable): Promise<void> {
  await tx.query.insertInto('audit_keys').values(key).execute()
}

/** Takes out of all logs what is personal of somebody; answers how many entries of which logs. */
export async function eraseFromLogs(tx: Tx, userId: string, now: Date): Promise<{ log: string; entries: number }[]> {
  const { rows } = await sql<{ log: string; entries: number }>`
    SELECT log, entries FROM erase_audit_person(${userId}, ${now})`.execute(tx.query)
  return rows
}

/** Makes the partitions of this month and the next ones. */
export async function makeMonths(on: Reader, from: Date, months: number): Promise<void> {
  await sql`SELECT make_audit_months(${from}, ${months})`.execute(on.query)
}
