import type { Changes } from '#platform/db/changes.ts'
import type { Db } from '#platform/db/db.ts'
import type { Principal } from './principal.ts'
import { principalByToken } from './queries.ts'

const most = 50_000

/**
 * Principals by session token, kept in memory only while this node hears of every change. A principal read while its own change arrived
 * is not kept, so a revoked session cannot come back from a slow read.
 */
export class SessionCache {
  readonly #byToken = new Map<string, Principal>()
  readonly #tokensOf = new Map<string, Set<string>>()
  #epoch = 0
  readonly #db: Db
  readonly #changes: Changes

  constructor(db: Db, changes: Changes) {
    this.#db = db
    this.#changes = changes
    changes.subscribe((what) => this.#forget(what))
  }

  /** Who holds the token, from memory or from the database; null when nobody does. */
  async find(token: string, digest: () => Buffer): Promise<Principal | null> {
    const known = this.#byToken.get(token)
    if (known && this.#changes.reliable) return known
    const epoch = this.#epoch
    const principal = await principalByToken(this.#db, digest())
    if (principal && epoch === this.#epoch && this.#changes.reliable) this.#keep(token, principal)
    return principal
  }

  #keep(token: string, principal: Principal): void {
    if (this.#byToken.size >= most) this.#clear()
    this.#byToken.set(token, principal)
    const teams = principal.teams.map(({ id }) => `team:${id}`)
    for (const about of [`user:${principal.user.id}`, `session:${principal.session.id}`, ...teams]) {
      const tokens = this.#tokensOf.get(about) ?? new Set()
      this.#tokensOf.set(about, tokens.add(token))
    }
  }

  #forget(what: string): void {
    this.#epoch += 1
    if (what === '*') {
      this.#clear()
      return
    }
    for (const token of this.#tokensOf.get(what) ?? []) this.#byToken.delete(token)
    this.#tokensOf.delete(what)
  }

  #clear(): void {
    this.#byToken.clear()
    this.#tokensOf.clear()
  }
}
