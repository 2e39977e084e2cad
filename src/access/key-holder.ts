import type { AuditSubject } from '#platform/audit.ts'
import { type Duration, days, earlier } from '#platform/clock.ts'
import { addressRule } from './key-addresses.ts'
import { keySubject, type StoredKey } from './key-principal.ts'
import type { Use } from './key-use.ts'

/** What is known of one address a key is used from. */
export interface Caller {
  readonly ip: string
  /** The IP list of the key has it, or there is no list. */
  readonly allowed: boolean
  /** Its first use was audited, by this node or another. */
  known: boolean
  /** Uses not yet written. */
  use: Use | null
}

const mostCallers = 10_000

/** How long before its end a key's answers carry `X-AegisRunner-Key-Expires`. */
export const endToldWithin: Duration = days(7)

/** One secret of a key in memory: the key as it was read, and what this node knows of its use. */
export class KeyHolder {
  readonly key: StoredKey
  /** The secret is the one before the rotation. */
  readonly old: boolean
  /** When this secret ends; null when it never does. */
  readonly endsAt: Date | null
  /** From when on answers tell that it ends; null when they never do. */
  readonly endToldFrom: Date | null
  readonly audit: AuditSubject
  /** Changes that make this holder stale, as the change channel names them. */
  readonly dependsOn: string[]
  readonly #allows: (ip: string) => boolean
  readonly #callers = new Map<string, Caller>()

  constructor(key: StoredKey, old: boolean) {
    this.key = key
    this.old = old
    this.endsAt = old ? earliest(key.oldUsedUntil, key.expiresAt) : key.expiresAt
    this.endToldFrom = this.endsAt && earlier(this.endsAt, endToldWithin)
    this.audit = keySubject(key)
    this.dependsOn = [`key:${key.id}`, `team:${key.team.id}`, ...(key.owner ? [`user:${key.owner.id}`] : [])]
    this.#allows = addressRule(key.ipList)
  }

  /** What is known of the caller at this address. */
  caller(ip: string): Caller {
    const seen = this.#callers.get(ip)
    if (seen) return seen
    if (this.#callers.size >= mostCallers) this.#callers.clear()
    const caller = { ip, allowed: this.#allows(ip), known: false, use: null }
    this.#callers.set(ip, caller)
    return caller
  }
}

const earliest = (one: Date | null, other: Date | null): Date | null =>
  one && other ? (one < other ? one : other) : (one ?? other)
