import { isUnchanged, type ProofItem } from './check-log.ts'
import { type Checkpoint, isSigned, type VerifySignature } from './checkpoint.ts'
import { unhex } from './entry.ts'
import { ProvenPaths } from './proven-paths.ts'
import type { Sha256 } from './tree.ts'

/** The first line of an export, and again where one was resumed. */
export interface ExportHead {
  kind: 'aegisrunner.audit.export'
  v: 1
  log: string
  /** Nothing was filtered out: every entry up to the checkpoint must be here. */
  complete: boolean
  checkpoint: Checkpoint | null
  keys: Record<string, string>
}

/** A line for one entry. `proof` is null for one that was too new to be sealed. */
export interface ExportLine extends Omit<ProofItem, 'index' | 'leaf'> {
  kind: 'entry'
  index: number | null
  leaf: string | null
  proof: readonly string[] | null
}

/** The last line. */
export interface ExportEnd {
  kind: 'end'
}

/** What checking an export found: one sentence per problem, each with its line. */
export interface ExportReport {
  log: string | null
  checkpoint: Checkpoint | null
  entries: number
  unsealed: number
  erased: number
  expired: number
  problems: string[]
}

const mostProblems = 100

/** Checks an export line by line, offline. `pinned`: the only public keys to trust, instead of those the file brings along. */
export class ExportCheck {
  readonly #sha256: Sha256
  readonly #verify: VerifySignature
  readonly #pinned: Readonly<Record<string, string>> | null
  readonly #paths: ProvenPaths
  readonly #problems: string[] = []
  #seen = new Uint8Array(0)
  #first: ExportHead | null = null
  #head: ExportHead | null = null
  #line = 0
  #entries = 0
  #unsealed = 0
  #erased = 0
  #ended = false
  #expiredBelow = 0

  constructor(sha256: Sha256, verify: VerifySignature, pinned: Readonly<Record<string, string>> | null = null) {
    this.#sha256 = sha256
    this.#paths = new ProvenPaths(sha256)
    this.#verify = verify
    this.#pinned = pinned
  }

  /** Hands in the next line. */
  async add(text: string): Promise<void> {
    this.#line += 1
    const line = parsed(text)
    if (line?.kind === 'aegisrunner.audit.export') await this.#begin(line)
    else if (line?.kind === 'entry') this.#checkEntry(line)
    else if (line?.kind === 'end') this.#ended = true
    else this.#tell('is not a line of an export')
  }

  async #begin(head: ExportHead): Promise<void> {
    if (this.#first && head.log !== this.#first.log) this.#tell('begins another log')
    this.#head = head
    this.#ended = false
    if (!this.#first) {
      this.#first = head
      this.#seen = new Uint8Array(Math.ceil((head.checkpoint?.size ?? 0) / 8))
    }
    const { checkpoint } = head
    if (!checkpoint) return
    if (checkpoint.log !== head.log) this.#tell('brings the checkpoint of another log')
    if (!(await isSigned(checkpoint, this.#pinned ?? head.keys, this.#verify)))
      this.#tell('brings a checkpoint whose signature is not valid')
  }

  #checkEntry(line: ExportLine): void {
    const fault = this.#faultOf(line)
    if (fault) this.#tell(fault)
  }

  #faultOf(line: ExportLine): string | null {
    const { index, leaf, proof, entry } = line
    const head = this.#head
    if (!head || !entry || entry.log !== head.log || entry.id !== line.entryId) return 'is not an entry of this log'
    this.#entries += 1
    if (index === null || leaf === null || proof === null) {
      this.#unsealed += 1
      return null
    }
    const named = `entry ${index + 1} (${entry.id})`
    if (!isUnchanged(this.#sha256, { ...line, index, leaf })) return `${named} was changed`
    const size = head.checkpoint?.size ?? 0
    const root = head.checkpoint?.root ?? ''
    if (!this.#paths.leads({ leaf: unhex(leaf), index, size, proof, root }))
      return `${named} is not where the signed log has it`
    if (this.#mark(index)) return `${named} is here a second time`
    if (entry.where === null || entry.details === null) this.#erased += 1
    if (entry.action === 'audit.expired' && entry.actor.kind === 'system')
      this.#expiredBelow = Math.max(this.#expiredBelow, Number(entry.details?.below) || 0)
    return null
  }

  #mark(index: number): boolean {
    const [byte, bit] = [Math.floor(index / 8), 2 ** (index % 8)]
    const before = this.#seen[byte] ?? 0
    this.#seen[byte] = before | bit
    return (before & bit) !== 0
  }

  /** The verdict. `kept`: an earlier checkpoint somebody kept, which this log must have grown from. */
  finish(kept: Pick<Checkpoint, 'size' | 'log'> | null = null): ExportReport {
    const first = this.#first
    const size = first?.checkpoint?.size ?? 0
    if (!first) this.#problems.push('This is not an export of an audit log.')
    else if (!this.#ended) this.#problems.push('The file was cut off: its last line is missing.')
    let expired = 0
    for (let index = 0; first?.complete && index < size; index += 1) {
      if (((this.#seen[Math.floor(index / 8)] ?? 0) & (2 ** (index % 8))) !== 0) continue
      if (index < this.#expiredBelow) expired += 1
      else if (this.#problems.length < mostProblems)
        this.#problems.push(`Entry ${index + 1} is missing, though the export says it is complete.`)
    }
    if (kept && first && kept.log === first.log && kept.size > size)
      this.#problems.push(
        `The log is shorter than the checkpoint you kept: ${size} entries instead of at least ${kept.size}.`,
      )
    return {
      log: first?.log ?? null,
      checkpoint: first?.checkpoint ?? null,
      entries: this.#entries,
      unsealed: this.#unsealed,
      erased: this.#erased,
      expired,
      problems: this.#problems,
    }
  }

  #tell(what: string): void {
    if (this.#problems.length < mostProblems) this.#problems.push(`Line ${this.#line}: ${what}.`)
  }
}

function parsed(text: string): ExportHead | ExportLine | ExportEnd | null {
  try {
    const line: unknown = JSON.parse(text)
    return typeof line === 'object' && line !== null && 'kind' in line ? (line as ExportHead) : null
  } catch {
    return null
  }
}
