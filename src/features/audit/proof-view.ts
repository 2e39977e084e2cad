import type { Reader } from '#platform/db/db.ts'
import type { ProofItem } from './check-log.ts'
import type { Checkpoint } from './checkpoint.ts'
import { entryFrom } from './entry-row.ts'
import { type EntryRow, type Leaf, type LeafRow, type latestCheckpoint, signingKeys } from './queries.ts'

// Node's own spelling is several times faster than that which the page shares.
const hex = (bytes: Buffer): string => bytes.toString('hex')

/** Which personal values of an entry were erased: those whose salt is gone though the leaf is there. */
export const hiddenOf = ({ leaf, where_salt, details_salt }: Partial<Leaf>) => ({
  where: Boolean(leaf) && !where_salt,
  details: Boolean(leaf) && !details_salt,
})

/** A leaf and its entry as they are handed out for checking. */
export function proofItem(row: LeafRow): ProofItem {
  return {
    index: row.idx,
    entryId: row.entry_id,
    leaf: row.leaf,
    entry: row.id === null ? null : entryFrom(row as EntryRow, hiddenOf(row)),
    where: { commitment: row.where_commit, salt: row.where_salt },
    details: { commitment: row.details_commit, salt: row.details_salt },
  }
}

/** A stored checkpoint as it is handed out. */
export const checkpointFrom = (row: NonNullable<Awaited<ReturnType<typeof latestCheckpoint>>>): Checkpoint => ({
  log: row.log_id,
  size: row.size,
  root: hex(row.root),
  at: row.at.toISOString(),
  previous: hex(row.previous),
  keyId: row.key_id,
  signature: hex(row.signature),
})

/** The public keys by id, hexadecimal. */
export async function publicKeys(on: Reader): Promise<Record<string, string>> {
  return Object.fromEntries((await signingKeys(on)).map(({ id, public_key }) => [id, hex(public_key)]))
}
