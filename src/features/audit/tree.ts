/** SHA-256 of bytes. Server and command line hand in the platform's own, the page a library's; the tree is the same. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** Leaves below one node of the layer that is stored for proofs. */
export const blockSize = 1024

/** RFC 6962 §2.1: a leaf is hashed behind 0x00, so that no inner node can be passed off as one. */
export const leafHash = (sha256: Sha256, content: Uint8Array): Uint8Array => sha256(joined([leafMark, content]))

/** RFC 6962 §2.1: an inner node is hashed behind 0x01. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(65)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 33)
  return sha256(bytes)
}

const leafMark = new Uint8Array([0])

/** Bytes one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * The right edge of a growing tree: the roots of its complete subtrees, the largest first, one for each 1 in the binary form of its size.
 * Adding a leaf and reading the root need nothing else, so sealing costs the same in a log of ten and of ten million.
 */
export class Edge {
  readonly #sha256: Sha256
  readonly #roots: Uint8Array[]
  size: number

  constructor(sha256: Sha256, size = 0, roots: Uint8Array[] = []) {
    this.#sha256 = sha256
    this.size = size
    this.#roots = [...roots]
  }

  /** Adds one leaf hash; answers the hash of a block that became complete by it. */
  add(leaf: Uint8Array): Uint8Array | null {
    let node = leaf
    let block: Uint8Array | null = null
    let width = 1
    // Each trailing 1 of the old size is a subtree of the same width that now gets its right half. Halving by division: sizes go beyond 32 bits.
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) {
      node = nodeHash(this.#sha256, this.#roots.pop() as Uint8Array, node)
      width *= 2
      if (width === blockSize) block = node
    }
    this.#roots.push(node)
    this.size += 1
    return block
  }

  /** The root of the tree as it is: of an empty one the hash of nothing. */
  root(): Uint8Array {
    const [last, ...rest] = this.#roots.toReversed()
    if (!last) return this.#sha256(new Uint8Array())
    return rest.reduce((right, left) => nodeHash(this.#sha256, left, right), last)
  }

  roots(): readonly Uint8Array[] {
    return this.#roots
  }
}

/** The largest power of two below `size`, where RFC 6962 splits a tree of that size. */
export function splitOf(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

/** The root that a leaf and its inclusion proof lead to; null for a proof that cannot belong to this place (RFC 9162 §2.1.3.2). */
export function rootFromProof(
  sha256: Sha256,
  { leaf, index, size, proof }: { leaf: Uint8Array; index: number; size: number; proof: readonly Uint8Array[] },
): Uint8Array | null {
  if (index >= size) return null
  let [at, last, node] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return null
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sha256, sibling, node)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else {
      node = nodeHash(sha256, node, sibling)
    }
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 ? node : null
}

/** Whether two hashes are the same. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && differsAt(one, other) < 0

function differsAt(one: Uint8Array, other: Uint8Array): number {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return at
  return -1
}
