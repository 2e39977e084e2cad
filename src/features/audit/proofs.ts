import type { Reader } from '#platform/db/db.ts'
import { blockHashes, leafHashes } from './queries.ts'
import { sha256 } from './sha256.ts'
import { blockSize, nodeHash, splitOf } from './tree.ts'

// What the proofs of one block are put together from, in quotation marks.
interface Spelt {
  block: number
  levels: readonly (readonly string[])[]
  above: readonly string[]
}

/** Inclusion proofs against a tree of one size. Reads each block of leaves once; neighbours share it. */
export class Proofs {
  readonly #on: Reader
  readonly #logId: string
  readonly #size: number
  readonly #blocks: readonly Uint8Array[]
  readonly #known = new Map<string, Uint8Array>()
  #block = -1
  #leaves: readonly Uint8Array[] = []
  #spelt: Spelt | null = null

  private constructor(on: Reader, logId: string, size: number, blocks: readonly Uint8Array[]) {
    this.#on = on
    this.#logId = logId
    this.#size = size
    this.#blocks = blocks
  }

  static async at(on: Reader, logId: string, size: number): Promise<Proofs> {
    return new Proofs(on, logId, size, size >= blockSize ? await blockHashes(on, logId) : [])
  }

  /** The siblings from a leaf up to the root (RFC 6962 §2.1.1). */
  async of(index: number): Promise<Uint8Array[]> {
    await this.#load(Math.floor(index / blockSize))
    const path: Uint8Array[] = []
    let [start, size] = [0, this.#size]
    while (size > 1) {
      const half = splitOf(size)
      if (index - start < half) {
        path.push(await this.#hash(start + half, size - half))
        size = half
      } else {
        path.push(await this.#hash(start, half))
        start += half
        size -= half
      }
    }
    return path.reverse()
  }

  /** The same as a JSON array of hexadecimal digits; for many entries in turn, whose proofs have most in common. */
  async textOf(index: number): Promise<string> {
    const block = Math.floor(index / blockSize)
    if ((block + 1) * blockSize > this.#size) return `[${(await this.of(index)).map(quoted).join(',')}]`
    const spelt = this.#spelt?.block === block ? this.#spelt : await this.#spell(block)
    this.#spelt = spelt
    const { levels, above } = spelt
    let at = index % blockSize
    const path: string[] = []
    for (const level of levels) {
      path.push(level[at % 2 === 0 ? at + 1 : at - 1] ?? '')
      at = Math.floor(at / 2)
    }
    return `[${[...path, ...above].join(',')}]`
  }

  /** All nodes of a complete block, and what leads from it to the root. */
  async #spell(block: number): Promise<Spelt> {
    await this.#load(block)
    const levels: string[][] = []
    let nodes = Array.from({ length: blockSize }, (_, at) => this.#leaves[at] ?? missing(at))
    while (nodes.length > 1) {
      levels.push(nodes.map(quoted))
      nodes = Array.from({ length: nodes.length / 2 }, (_, at) =>
        nodeHash(sha256, nodes[2 * at] ?? missing(at), nodes[2 * at + 1] ?? missing(at)),
      )
    }
    const above = (await this.of(block * blockSize)).slice(levels.length).map(quoted)
    return { block, levels, above }
  }

  async #load(block: number): Promise<void> {
    if (block === this.#block) return
    this.#leaves = await leafHashes(this.#on, this.#logId, block * blockSize, (block + 1) * blockSize - 1)
    this.#block = block
    for (const [key] of this.#known) if (key.startsWith('in ')) this.#known.delete(key)
  }

  async #hash(start: number, size: number): Promise<Uint8Array> {
    const inside = Math.floor(start / blockSize) === this.#block && size < blockSize
    const key = `${inside ? 'in ' : ''}${start} ${size}`
    const known = this.#known.get(key)
    if (known) return known
    const hash = await this.#make(start, size, inside)
    this.#known.set(key, hash)
    return hash
  }

  async #make(start: number, size: number, inside: boolean): Promise<Uint8Array> {
    const complete = size === blockSize ? this.#blocks[start / blockSize] : undefined
    if (complete) return complete
    if (size === 1 && inside) return this.#leaves[start % blockSize] ?? missing(start)
    // The unfinished block at the right edge, seen from elsewhere: read once.
    if (size < blockSize && !inside) return rootOf(await leafHashes(this.#on, this.#logId, start, start + size - 1))
    const half = splitOf(size)
    return nodeHash(sha256, await this.#hash(start, half), await this.#hash(start + half, size - half))
  }
}

const quoted = (hash: Uint8Array): string =>
  `"${Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('hex')}"`

function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length < 2) return leaves[0] ?? missing(0)
  const half = splitOf(leaves.length)
  return nodeHash(sha256, rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)))
}

// A leaf was taken out of the table: the proof then simply does not lead to the signed root.
const missing = (_index: number): Uint8Array => new Uint8Array(32)
