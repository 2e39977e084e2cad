import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex, unhex } from './entry.ts'
import { ProvenPaths } from './proven-paths.ts'
import { sha256 } from './sha256.ts'
import { Edge, leafHash, nodeHash, rootFromProof, splitOf } from './tree.ts'

const leaves = (size: number) =>
  Array.from({ length: size }, (_, at) => leafHash(sha256, new Uint8Array([at, at >> 8])))
const rootOf = (nodes: readonly Uint8Array[]): Uint8Array => {
  const edge = new Edge(sha256)
  for (const node of nodes) edge.add(node)
  return edge.root()
}
function pathOf(at: number, nodes: readonly Uint8Array[]): string[] {
  if (nodes.length === 1) return []
  const half = splitOf(nodes.length)
  const [left, right] = [nodes.slice(0, half), nodes.slice(half)]
  return at < half ? [...pathOf(at, left), hex(rootOf(right))] : [...pathOf(at - half, right), hex(rootOf(left))]
}

test('in any order, any number of times, each leaf leads to the root, as it does alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.array(fc.nat(1_000), { maxLength: 60 }), (size, picks) => {
      const tree = leaves(size)
      const root = hex(rootOf(tree))
      const paths = new ProvenPaths(sha256)
      for (const index of [...picks.map((pick) => pick % size), ...tree.keys(), ...[...tree.keys()].reverse()]) {
        const leaf = tree[index] ?? new Uint8Array()
        const proof = pathOf(index, tree)
        expect(hex(rootFromProof(sha256, { leaf, index, size, proof: proof.map(unhex) }) ?? new Uint8Array())).toBe(
          root,
        )
        expect(paths.leads({ leaf, index, size, proof, root })).toBe(true)
      }
    }),
  )
})

test('whatever was proven before, a wrong leaf, place, size or sibling does not lead there', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 70 }),
      fc.nat(1_000),
      fc.nat(1_000),
      fc.constantFrom('leaf', 'index', 'size', 'sibling', 'shorter', 'longer', 'letters'),
      (size, one, other, what) => {
        const tree = leaves(size)
        const root = hex(rootOf(tree))
        const paths = new ProvenPaths(sha256)
        const prove = (index: number) => ({
          leaf: tree[index] ?? new Uint8Array(),
          index,
          size,
          proof: pathOf(index, tree),
          root,
        })
        paths.leads(prove(one % size))
        const path = prove(other % size)
        const at = other % path.proof.length
        const flipped = path.proof.map((text, n) => (n === at ? hex(nodeHash(sha256, unhex(text), unhex(text))) : text))
        const wrong = {
          leaf: { ...path, leaf: nodeHash(sha256, path.leaf, path.leaf) },
          index: { ...path, index: (path.index + 1) % size },
          size: { ...path, size: size * 4 },
          sibling: { ...path, proof: flipped },
          shorter: { ...path, proof: path.proof.slice(0, -1) },
          longer: { ...path, proof: [...path.proof, root] },
          letters: {
            ...path,
            proof: path.proof.map((text, n) => (n === at ? text.toUpperCase().replace(/^./, 'G') : text)),
          },
        }[what]
        const alone = rootFromProof(sha256, { ...wrong, proof: wrong.proof.map(unhex) })
        expect(paths.leads(wrong)).toBe(alone !== null && hex(alone) === root)
        expect(paths.leads(wrong)).toBe(false)
      },
    ),
  )
})
