import { constantTimeEqual, digest } from '#platform/crypto/secrets.ts'
import type { Changes } from '#platform/db/changes.ts'
import type { Db } from '#platform/db/db.ts'
import { keyById } from './key.queries.ts'
import { KeyHolder } from './key-holder.ts'

const most = 50_000

/**
 * Keys by the text that was sent, kept in memory only while this node hears of every change, like sessions. A key read while any change
 * arrived is not kept, so a revoked one cannot come back from a slow read (V59, V99).
 */
export class KeyCache {
  readonly #byText = new Map<string, KeyHolder>()
  readonly #textsOf = new Map<string, Set<string>>()
  #epoch = 0
  readonly #db: Db
  readonly #changes: Changes

  constructor(db: Db, changes: Changes) {
    this.#db = db
    this.#changes = changes
    changes.subscribe((what) => this.#forget(what))
  }

  /** The holder of this text from memory; undefined when the database must be asked. */
  known(text: string): KeyHolder | undefined {
    return this.#changes.reliable ? this.#byText.get(text) : undefined
  }

  /** The holder of this text, whose id is `id`, from the database; null when the key is gone or the secret is not its. */
  async load(text: string, id: string): Promise<KeyHolder | null> {
    const epoch = this.#epoch
    const key = await keyById(this.#db, id)
    if (!key) return null
    const sent = digest(text)
    const isCurrent = constantTimeEqual(sent, key.digest)
    if (!isCurrent && !(key.oldDigest && constantTimeEqual(sent, key.oldDigest))) return null
    const holder = new KeyHolder(key, !isCurrent)
    if (epoch === this.#epoch && this.#changes.reliable) this.#keep(text, holder)
    return holder
  }

  #keep(text: string, holder: KeyHolder): void {
    if (this.#byText.size >= most) this.#clear()
    this.#byText.set(text, holder)
    for (const about of holder.dependsOn) {
      const texts = this.#textsOf.get(about) ?? new Set()
      this.#textsOf.set(about, texts.add(text))
    }
  }

  #forget(what: string): void {
    this.#epoch += 1
    if (what === '*') {
      this.#clear()
      return
    }
    for (const text of this.#textsOf.get(what) ?? []) this.#byText.delete(text)
    this.#textsOf.delete(what)
  }

  #clear(): void {
    this.#byText.clear()
    this.#textsOf.clear()
  }
}
