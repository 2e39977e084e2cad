import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSealer, deriveKey, SealBroken } from './seal.ts'

const old = { id: '2024', key: randomBytes(32) }
const current = { id: '2025-b', key: randomBytes(32) }
const sealer = createSealer([current, old])

describe('sealing', () => {
  it('opens what it sealed, text or bytes, empty or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, aad) => {
        const plain = Buffer.from(bytes)
        expect(sealer.open(sealer.seal(plain, aad), aad).equals(plain)).toBe(true)
      }),
    )
    expect(sealer.open(sealer.seal('zażółć', 'usr_1'), 'usr_1').toString('utf8')).toBe('zażółć')
  })

  it('writes version, key id and parts, with a nonce of its own each time and nothing of the plain text', () => {
    const [one, two] = [sealer.seal('JBSWY3DPEHPK3PXP', 'usr_1'), sealer.seal('JBSWY3DPEHPK3PXP', 'usr_1')]
    expect(one).toMatch(/^v1:2025-b:[\w-]{16}:[\w-]{22}:[\w-]{22}$/)
    expect(one.split(':')[2]).not.toBe(two.split(':')[2])
    expect(one.split(':')[3]).not.toBe(two.split(':')[3])
    expect(one).not.toContain('JBSWY3DP')
  })

  it('refuses a row copied to another owner', () => {
    const sealed = sealer.seal('secret', 'usr_1')
    for (const aad of ['usr_2', '', 'usr_1 ', 'USR_1']) expect(() => sealer.open(sealed, aad)).toThrow(SealBroken)
  })

  it('refuses every change of every character', () => {
    const sealed = sealer.seal('a secret of some length', 'usr_1')
    for (const at of sealed.split('').keys()) {
      for (const sign of ['A', '_', ':', '2', '=', ' ']) {
        if (sealed[at] === sign) continue
        const changed = sealed.slice(0, at) + sign + sealed.slice(at + 1)
        expect(() => sealer.open(changed, 'usr_1'), changed).toThrow(SealBroken)
      }
    }
  })

  it('refuses cut, extended, mixed and foreign texts', () => {
    const sealed = sealer.seal('secret', 'usr_1')
    const [v, id, nonce, text, tag] = sealed.split(':')
    const cases = [
      '',
      'v1',
      sealed.slice(0, -1),
      `${sealed}A`,
      `${sealed}\n`,
      ` ${sealed}`,
      `${sealed}=`,
      [v, id, nonce, text, tag?.slice(0, 16)].join(':'),
      [v, id, nonce?.slice(0, 8), text, tag].join(':'),
      [v, id, nonce, '', tag].join(':'),
      ['v2', id, nonce, text, tag].join(':'),
      [v, '2024', nonce, text, tag].join(':'),
      [v, 'nobody', nonce, text, tag].join(':'),
      [v, '__proto__', nonce, text, tag].join(':'),
    ]
    for (const text of cases) expect(() => sealer.open(text, 'usr_1'), text).toThrow(SealBroken)
  })

  it('ASVS 13.3.4 opens with an older key while new seals use the first', () => {
    const before = createSealer([old]).seal('secret', 'usr_1')
    expect(sealer.open(before, 'usr_1').toString()).toBe('secret')
    expect(sealer.currentKeyId).toBe('2025-b')
    expect(sealer.seal('secret', 'usr_1')).toMatch(/^v1:2025-b:/)
    expect(() => createSealer([current]).open(before, 'usr_1')).toThrow(SealBroken)
  })

  it('refuses keys that are missing, short, long, double or oddly named', () => {
    const key = randomBytes(32)
    expect(() => createSealer([])).toThrow(RangeError)
    expect(() => createSealer([{ id: 'a', key: randomBytes(16) }])).toThrow(RangeError)
    expect(() => createSealer([{ id: 'a', key: randomBytes(33) }])).toThrow(RangeError)
    expect(() =>
      createSealer([
        { id: 'a', key },
        { id: 'a', key: randomBytes(32) },
      ]),
    ).toThrow(RangeError)
    for (const id of ['', 'a:b', 'x'.repeat(33), 'ä']) expect(() => createSealer([{ id, key }])).toThrow(RangeError)
  })
})

describe('deriveKey', () => {
  it('gives one steady key per purpose and master', () => {
    const master = Buffer.alloc(32, 7)
    expect(deriveKey(master, 'totp')).toEqual(deriveKey(master, 'totp'))
    expect(deriveKey(master, 'totp')).toHaveLength(32)
    expect(deriveKey(master, 'totp')).not.toEqual(deriveKey(master, 'cookies'))
    expect(deriveKey(master, 'totp')).not.toEqual(deriveKey(Buffer.alloc(32, 8), 'totp'))
    // Changing the derivation would make every sealed row unreadable.
    expect(deriveKey(master, 'totp').toString('hex')).toBe(
      '2047450dd5ea4b878e3315dcf034fd47dbafb542caf5390a03be15384ed6b770',
    )
  })

  it('refuses a weak master secret and a nameless purpose', () => {
    expect(() => deriveKey(Buffer.alloc(31), 'totp')).toThrow(RangeError)
    expect(() => deriveKey(Buffer.alloc(32), '')).toThrow(RangeError)
  })
})
