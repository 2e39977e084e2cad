import { availableParallelism } from 'node:os'
import { hash, parseOptions } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import {
  hashCost,
  hashingStats,
  hashPassword,
  needsRehash,
  Overloaded,
  unknownAccountHash,
  verifyPassword,
} from './passwords.ts'

const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 }

describe('hashing passwords', () => {
  it('ASVS 11.4.2 stores argon2id with 19 MiB, two passes, one lane and a fresh 128-bit salt', async () => {
    const [one, two] = await Promise.all([hashPassword('tulip orbit canyon'), hashPassword('tulip orbit canyon')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(two).not.toBe(one)
    expect(await verifyPassword(one, 'tulip orbit canyon')).toBe(true)
    expect(await verifyPassword(two, 'tulip orbit canyon')).toBe(true)
  })

  it('ASVS 6.2.8 verifies exactly what was sent: last byte, case, spaces, NUL, nothing cut', async () => {
    const long = 'k'.repeat(72)
    const pairs: [string, string][] = [
      [`${long}a`, `${long}b`],
      [`${long}a`, long],
      ['e'.repeat(256), `${'e'.repeat(255)}f`],
      ['before\0after', 'before\0other'],
      ['before\0after', 'before'],
      ['Tulip Orbit', 'tulip orbit'],
      [' tulip orbit', 'tulip orbit'],
      ['ﬁve tulips', 'five tulips'],
    ]
    for (const [right, wrong] of pairs) {
      const phc = await hashPassword(right)
      expect(await verifyPassword(phc, right), right).toBe(true)
      expect(await verifyPassword(phc, wrong), wrong).toBe(false)
    }
  })

  it('SP 800-63B-4 3.1.1.2 treats the two spellings of one Unicode text alike, in hash and in verify', async () => {
    const composed = 'Cr\u00e8me br\u00fbl\u00e9e'
    const decomposed = composed.normalize('NFD')
    expect(decomposed).not.toBe(composed)
    expect(await verifyPassword(await hashPassword(composed), decomposed)).toBe(true)
    expect(await verifyPassword(await hashPassword(decomposed), composed)).toBe(true)
  })

  it('refuses half a surrogate pair, which UTF-8 cannot tell from another', async () => {
    await expect(hashPassword('tulips \ud83d')).rejects.toThrow(TypeError)
    const phc = await hashPassword('tulips \ufffd')
    expect(await verifyPassword(phc, 'tulips \ud83d')).toBe(false)
    expect(await verifyPassword(phc, 'tulips \ufffd')).toBe(true)
  })

  it('V126 spends a whole verification at current cost on an unknown account and never lets it in', async () => {
    const before = hashingStats().verified
    for (const guess of ['', 'password', 'tulip orbit canyon']) expect(await verifyPassword(null, guess)).toBe(false)
    expect(hashingStats().verified).toBe(before + 3)
  })

  it('rejects what is no hash instead of calling the password wrong', async () => {
    for (const phc of ['', '!', '$2b$10$abcdefghijklmnopqrstuu', '$argon2id$v=19$m=19456,t=2,p=1$AAAA']) {
      await expect(verifyPassword(phc, 'tulip'), phc).rejects.toThrow()
    }
  })
})

describe('unknownAccountHash', () => {
  it('V126 carries the current parameters', () => {
    expect(parseOptions(unknownAccountHash)).toMatchObject(hashCost)
    expect(needsRehash(unknownAccountHash)).toBe(false)
  })
})

describe('needsRehash', () => {
  it('ASVS 11.4.2 is false for a new hash', async () => {
    expect(needsRehash(await hashPassword('tulip orbit canyon'))).toBe(false)
  })

  it('is true for every other cost, kind, version, salt or output length, and for what is no hash', async () => {
    const others = await Promise.all([
      hash('tulip', cheap),
      hash('tulip', { ...hashCost, timeCost: 1 }),
      hash('tulip', { ...hashCost, memoryCost: 9728 }),
      hash('tulip', { ...hashCost, parallelism: 2 }),
      hash('tulip', { ...hashCost, outputLen: 16 }),
      hash('tulip', { ...hashCost, salt: Buffer.alloc(8, 1) }),
      hash('tulip', { ...hashCost, algorithm: 1 }),
      hash('tulip', { ...hashCost, version: 0 }),
    ])
    for (const phc of [...others, '', 'plain', '$2b$10$abcdefghijklmnopqrstuu'])
      expect(needsRehash(phc), phc).toBe(true)
  })

  it('an old hash still opens until it is replaced', async () => {
    const old = await hash('tulip orbit canyon', cheap)
    expect(await verifyPassword(old, 'tulip orbit canyon')).toBe(true)
    expect(await verifyPassword(old, 'tulip orbit')).toBe(false)
  })
})

describe('load', () => {
  it('runs one hash per core, queues 500 and refuses the rest at once', async () => {
    const phc = await hash('tulip', cheap)
    const cores = availableParallelism()
    const refusedBefore = hashingStats().refused
    const asked = Array.from({ length: cores + 500 + 20 }, () => verifyPassword(phc, 'tulip'))
    const settled = Promise.allSettled(asked)
    await Promise.resolve()
    expect(hashingStats()).toMatchObject({ running: cores, waiting: 500, refused: refusedBefore + 20 })
    const results = await settled
    const failures = results.filter((result) => result.status === 'rejected')
    expect(failures).toHaveLength(20)
    for (const failure of failures) expect(failure.reason).toBeInstanceOf(Overloaded)
    expect(hashingStats()).toMatchObject({ running: 0, waiting: 0 })
  })
})
