import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from './sha256.ts'
import { Edge, leafHash, nodeHash, rootFromProof } from './tree.ts'

// RFC 6962 §2.1 written down once more, as naively as its text reads: lists of whole inputs, nothing shared with the program.
const H = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()
const k = (n: number): number => 2 ** Math.floor(Math.log2(n - 1))
const MTH = (D: Buffer[]): Buffer => {
  const [only] = D
  if (!only) return H()
  if (D.length === 1) return H(Buffer.from([0x00]), only)
  return H(Buffer.from([0x01]), MTH(D.slice(0, k(D.length))), MTH(D.slice(k(D.length))))
}
const PATH = (m: number, D: Buffer[]): Buffer[] => {
  if (D.length === 1) return []
  const split = k(D.length)
  return m < split
    ? [...PATH(m, D.slice(0, split)), MTH(D.slice(split))]
    : [...PATH(m - split, D.slice(split)), MTH(D.slice(0, split))]
}

const inputs = fc
  .array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 })
  .map((all) => all.map((one) => Buffer.from(one)))
const grown = (D: Buffer[]): Edge => {
  const edge = new Edge(sha256)
  for (const one of D) edge.add(leafHash(sha256, one))
  return edge
}
const hexOf = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('hex')

test('the root is the one of RFC 6962, whatever the leaves', () => {
  fc.assert(
    fc.property(inputs, (D) => {
      expect(hexOf(grown(D).root())).toBe(hexOf(MTH(D)))
    }),
  )
})

test('the known answers of the reference tree', () => {
  const D = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
    (one) => Buffer.from(one, 'hex'),
  )
  expect(hexOf(grown([]).root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(hexOf(grown(D.slice(0, 1)).root())).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  expect(hexOf(grown(D).root())).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
})

test('a tree goes on growing from its stored right edge as if it had never stopped', () => {
  fc.assert(
    fc.property(inputs, fc.nat(70), (D, at) => {
      const before = grown(D.slice(0, at))
      const after = new Edge(sha256, before.size, [...before.roots()])
      for (const one of D.slice(at)) after.add(leafHash(sha256, one))
      expect(hexOf(after.root())).toBe(hexOf(MTH(D)))
    }),
  )
})

test('every proof of RFC 6962 leads to the root, and to no root from another place, leaf or tree', () => {
  // Leaves that differ: of two equal ones side by side each is rightly proven at the other's place.
  const distinct = inputs
    .map((all) => all.map((one, at) => Buffer.from([...one, at])))
    .filter(({ length }) => length > 0)
  fc.assert(
    fc.property(distinct, fc.nat(), fc.nat(), (D, pick, other) => {
      const index = pick % D.length
      const leaf = leafHash(sha256, D[index] as Buffer)
      const given = { leaf, index, size: D.length, proof: PATH(index, D) }
      const root = hexOf(MTH(D))
      expect(hexOf(rootFromProof(sha256, given))).toBe(root)
      expect(hexOf(rootFromProof(sha256, { ...given, leaf: nodeHash(sha256, leaf, leaf) }))).not.toBe(root)
      const elsewhere = other % D.length
      if (elsewhere !== index) expect(hexOf(rootFromProof(sha256, { ...given, index: elsewhere }))).not.toBe(root)
      expect(hexOf(rootFromProof(sha256, { ...given, index: D.length }))).not.toBe(root)
      if (given.proof.length > 0)
        expect(hexOf(rootFromProof(sha256, { ...given, proof: given.proof.slice(1) }))).not.toBe(root)
      expect(hexOf(rootFromProof(sha256, { ...given, proof: [...given.proof, leaf] }))).not.toBe(root)
    }),
  )
})
