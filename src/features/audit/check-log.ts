import { type Checkpoint, checkpointHash, isSigned, noPrevious, type VerifySignature } from './checkpoint.ts'
import { commitmentOf, type LogEntry, leafOf, spells, unhex } from './entry.ts'
import { Edge, type Sha256 } from './tree.ts'

/** A leaf as it is handed out for checking; `entry` is null when its row is gone. Hashes and salts are hexadecimal. */
export interface ProofItem {
  index: number
  entryId: string
  leaf: string
  entry: LogEntry | null
  where: { commitment: string; salt: string | null }
  details: { commitment: string; salt: string | null }
}

/** Something that is not as it was sealed. `index` is the first entry it concerns, counted from 0; null for a signature. */
export interface Problem {
  kind: 'changed' | 'removed' | 'inserted' | 'reordered' | 'truncated' | 'signature'
  index: number | null
  entryId: string | null
  says: string
}

/** What checking a whole log found. */
export interface LogReport {
  entries: number
  expired: number
  erased: number
  checkpoints: number
  problems: Problem[]
}

// Clocks of several nodes differ a little, and an entry is written down a moment after its time was read.
const tolerance = 600_000
const mostProblems = 100
const isHash = /^[0-9a-f]{64}$/

/** Whether an entry still is what its leaf says, as far as its personal values are still there. */
export function isUnchanged(sha256: Sha256, { leaf, entry, where, details }: ProofItem): boolean {
  return (
    entry !== null &&
    opens(sha256, entry.where, where) &&
    opens(sha256, entry.details, details) &&
    spells(leaf, leafOf(sha256, entry, where.commitment, details.commitment))
  )
}

// Whatever passes is 64 digits: anything else in there could pose as other members of the text that is hashed.
const opens = (sha256: Sha256, value: unknown, { commitment, salt }: ProofItem['where']): boolean =>
  salt === null
    ? value === null && isHash.test(commitment)
    : spells(commitment, commitmentOf(sha256, unhex(salt), value))

/** Checks a whole log, handed in piece by piece in the order of the tree: nothing changed, removed, inserted, reordered or cut off. */
export class LogCheck {
  readonly #sha256: Sha256
  readonly #edge: Edge
  readonly #checkpoints: Checkpoint[] = []
  readonly #problems: Problem[] = []
  readonly #gone: Problem[] = []
  #passed = 0
  #erased = 0
  #erasureTold = false
  #expiredBelow = 0

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
    this.#edge = new Edge(sha256)
  }

  /** Hands in the next checkpoints, oldest first; those up to a size before the entries of that size. */
  async addCheckpoints(
    checkpoints: readonly Checkpoint[],
    keys: Readonly<Record<string, string>>,
    verify: VerifySignature,
  ): Promise<void> {
    for (const checkpoint of checkpoints) {
      const before = this.#checkpoints.at(-1)
      const previous = before ? checkpointHash(this.#sha256, before) : noPrevious
      const named = `the checkpoint of ${checkpoint.size} entries`
      if (!(await isSigned(checkpoint, keys, verify)))
        this.#tell('signature', null, null, `The signature of ${named} is not valid.`)
      if (checkpoint.previous !== previous)
        this.#tell('signature', null, null, `A checkpoint before ${named} is missing or was replaced.`)
      this.#checkpoints.push(checkpoint)
    }
  }

  /** Hands in the next leaf. */
  add(item: ProofItem): void {
    const { index, entry, entryId } = item
    if (index !== this.#edge.size) {
      this.#tell('removed', this.#edge.size, null, `${nameOf(this.#edge.size, null)} is missing.`)
      while (this.#edge.size < index) this.#edge.add(unhex(item.leaf)) // so that what follows keeps its number
    }
    if (!entry) this.#gone.push({ kind: 'removed', index, entryId, says: `${nameOf(index, entryId)} was removed.` })
    else this.#checkEntry(item, entry)
    this.#edge.add(unhex(item.leaf))
    this.#checkRoots()
  }

  /** Hands in entries that were written into the log without ever being sealed. */
  addUnsealed(entries: readonly LogEntry[]): void {
    for (const { id, at } of entries)
      this.#tell('inserted', this.#edge.size, id, `The entry ${id} of ${at} was put into the log and never sealed.`)
  }

  #checkEntry(item: ProofItem, entry: LogEntry): void {
    const { index, entryId } = item
    if (!isUnchanged(this.#sha256, item))
      this.#tell('changed', index, entryId, `${nameOf(index, entryId)} was changed after it was sealed.`)
    const sealedBefore = this.#checkpoints[this.#passed - 1]
    if (sealedBefore && Date.parse(entry.at) < Date.parse(sealedBefore.at) - tolerance)
      this.#tell(
        'inserted',
        index,
        entryId,
        `${nameOf(index, entryId)} was put in later than it says it happened (${entry.at}).`,
      )
    if (entry.where === null || entry.details === null) this.#erased += 1
    if (entry.actor.kind !== 'system') return
    if (entry.action === 'audit.person_erased') this.#erasureTold = true
    if (entry.action === 'audit.expired')
      this.#expiredBelow = Math.max(this.#expiredBelow, Number(entry.details?.below) || 0)
  }

  #checkRoots(): void {
    for (
      let next = this.#checkpoints[this.#passed];
      next && next.size <= this.#edge.size;
      next = this.#checkpoints[this.#passed]
    ) {
      const first = this.#checkpoints[this.#passed - 1]?.size ?? 0
      this.#passed += 1
      if (next.size === this.#edge.size && spells(next.root, this.#edge.root())) continue
      const which = next.size - first > 1 ? `Entries ${first + 1} to ${next.size} are` : `Entry ${next.size} is`
      this.#tell('reordered', first, null, `${which} not what was signed, or not in that order.`)
    }
  }

  /** The verdict, the first entry that is not right first. */
  finish(): LogReport {
    const last = this.#checkpoints.at(-1)
    const { size } = this.#edge
    if (last && last.size > size)
      this.#tell(
        'truncated',
        size,
        null,
        `The log was cut off: ${last.size} entries were signed, and ${size} are there.`,
      )
    const expired = this.#gone.filter(({ index }) => (index ?? 0) < this.#expiredBelow)
    this.#problems.push(...this.#gone.filter((one) => !expired.includes(one)).slice(0, mostProblems))
    if (this.#erased > 0 && !this.#erasureTold)
      this.#tell(
        'changed',
        null,
        null,
        `Personal values of ${this.#erased} entries were taken out, and no erasure is recorded.`,
      )
    const problems = this.#problems.toSorted((one, other) => (one.index ?? -1) - (other.index ?? -1))
    return {
      entries: size,
      expired: expired.length,
      erased: this.#erased,
      checkpoints: this.#checkpoints.length,
      problems,
    }
  }

  #tell(kind: Problem['kind'], index: number | null, entryId: string | null, says: string): void {
    if (this.#problems.length < mostProblems) this.#problems.push({ kind, index, entryId, says })
  }
}

/** People count from one. */
const nameOf = (index: number, entryId: string | null): string => `Entry ${index + 1}${entryId ? ` (${entryId})` : ''}`
