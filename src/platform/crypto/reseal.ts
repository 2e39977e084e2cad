import type { Db, Reader, Tx } from '../db/db.ts'
import { SealBroken, type Sealer } from './seal.ts'

/** A sealed text where it is kept. */
export interface SealedText {
  /** Orders the rows of one place, so that each is looked at once. */
  at: string
  text: string
  /** The row it is bound to. */
  aad: string
  /** Puts the same secret under another seal in its place, unless it was changed meanwhile. */
  store(tx: Tx, next: string): Promise<unknown>
}

/** One column of sealed texts. The composition root lists all of them. */
export interface SealedPlace {
  what: string
  /** Texts that are not sealed with this key, after `after`, in order, at most `most`. */
  stale(on: Reader, keyId: string, after: string, most: number): Promise<SealedText[]>
}

/** What became of one column: sealed anew, and those that no key at hand opens. */
export interface Resealed {
  what: string
  resealed: number
  unreadable: number
}

const batch = 100

/** Seals everything in a place with the key in use. Each batch is one transaction, so that it can be stopped and run again, beside running nodes. */
export async function reseal(db: Db, sealer: Sealer, place: SealedPlace): Promise<Resealed> {
  const done = { what: place.what, resealed: 0, unreadable: 0 }
  for (let after = ''; ; ) {
    const texts = await place.stale(db, sealer.currentKeyId, after, batch)
    const last = texts.at(-1)
    if (!last) return done
    after = last.at
    await db.transaction(async (tx) => {
      for (const sealed of texts) {
        const plain = opened(sealer, sealed)
        if (plain) await sealed.store(tx, sealer.seal(plain, sealed.aad))
        done[plain ? 'resealed' : 'unreadable'] += 1
      }
    })
  }
}

function opened(sealer: Sealer, { text, aad }: SealedText): Buffer | null {
  try {
    return sealer.open(text, aad)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

/** How a text sealed with this key begins, for SQL's LIKE. */
export const sealedWith = (keyId: string): string => `v1:${keyId.replaceAll('_', '\\_')}:%`
