import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constantTimeEqual, digest, hmac, newSecret } from './secrets.ts'

describe('secrets', () => {
  it('ASVS 7.2.3 11.5.1 are 256 bits by default, base64url, never twice the same', () => {
    const made = Array.from({ length: 500 }, () => newSecret())
    expect(new Set(made).size).toBe(500)
    for (const secret of made) {
      expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    }
    expect(newSecret(16)).toHaveLength(22)
  })

  it('ASVS 11.5.1 are never shorter than 128 bits', () => {
    for (const bytes of [15, 0, -1, Number.NaN]) expect(() => newSecret(bytes)).toThrow(RangeError)
  })

  it('digest and hmac answer the published vectors', () => {
    // FIPS 180-4 example, RFC 4231 test case 2.
    expect(digest('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(hmac(Buffer.from('Jefe'), 'what do ya want for nothing?').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })

  it('constantTimeEqual agrees with equality of bytes and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(constantTimeEqual(a, b)).toBe(a === b)
        expect(constantTimeEqual(a, Buffer.from(a))).toBe(true)
        expect(constantTimeEqual(`${a}x`, a)).toBe(false)
      }),
    )
  })
})
