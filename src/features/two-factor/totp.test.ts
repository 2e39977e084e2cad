import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { URI } from 'otpauth'
import { generateSync } from 'otplib'
import { describe, expect, it } from 'vitest'
import { base32, codeAt, inFours, issuer, matchingStep, newTotpSecret, otpauthUrl, stepAt } from './totp.ts'

const rfc = Buffer.from('12345678901234567890', 'ascii')
const at = (seconds: number) => new Date(seconds * 1000)

const hasOathtool = spawnSync('oathtool', ['--version']).status === 0
// As oathtool reads moments: “2005-03-18 01:58:29 UTC”.
const utc = (epoch: number) => at(epoch).toISOString().replace('T', ' ').replace(/\..*/, ' UTC')

describe('codes', () => {
  it.each([
    [59, 0x1, '287082'],
    [1111111109, 0x23523ec, '081804'],
    [1111111111, 0x23523ed, '050471'],
    [1234567890, 0x273ef07, '005924'],
    [2000000000, 0x3f940aa, '279037'],
    [20000000000, 0x27bc86aa, '353130'],
  ])('RFC 6238 appendix B: second %i lies in step %i and shows %s', (second, step, code) => {
    expect(stepAt(at(second))).toBe(step)
    expect(codeAt(rfc, step)).toBe(code)
  })

  it('RFC 4226 appendix D: counters 0 to 9', () => {
    const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'
    expect(Array.from({ length: 10 }, (_, counter) => codeAt(rfc, counter)).join(' ')).toBe(codes)
  })

  it('agree with another library for any secret and any second until the year 5138', () => {
    const secrets = fc.uint8Array({ minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(secrets, fc.integer({ min: 0, max: 100_000_000_000 }), (secret, epoch) => {
        const ours = codeAt(Buffer.from(secret), stepAt(at(epoch)))
        expect(ours).toMatch(/^\d{6}$/)
        expect(ours).toBe(generateSync({ secret, epoch }))
      }),
    )
  })

  // The OATH Toolkit is a program of the system (`apt-get install oathtool`), no package of npm: where it is not installed, only the
  // other library above is asked.
  it.skipIf(!hasOathtool)(
    'agree with `oathtool --totp -b`, which is given the secret as it is shown in the page',
    () => {
      const moments = fc.integer({ min: 0, max: 4_000_000_000 })
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), moments, (secret, epoch) => {
          const shown = inFours(base32(Buffer.from(secret))).join(' ')
          const theirs = execFileSync('oathtool', ['--totp', '-b', '--now', utc(epoch), shown], { encoding: 'utf8' })
          expect(theirs.trim()).toBe(codeAt(Buffer.from(secret), stepAt(at(epoch))))
        }),
        {
          numRuns: 50,
          examples: [
            [new Uint8Array(rfc), 59],
            [new Uint8Array(rfc), 1_234_567_890],
          ],
        },
      )
    },
  )

  it('keep their leading zeros, and a code without them is none', () => {
    expect(matchingStep(rfc, '005924', at(1234567890))).toBe(0x273ef07)
    expect(matchingStep(rfc, '5924', at(1234567890))).toBeNull()
  })

  it('are accepted in their own step and the next one, and at no other time', () => {
    const step = 41_152_263
    const code = codeAt(rfc, step)
    const accepted = [-1, 0, 29, 30, 59, 60, 90].map((after) => matchingStep(rfc, code, at(step * 30 + after)))
    expect(accepted).toEqual([null, step, step, step, step, null, null])
  })
})

describe('the secret', () => {
  it('has 160 bits, 32 characters without padding, and is never the same', () => {
    const secrets = Array.from({ length: 50 }, newTotpSecret)
    for (const secret of secrets) {
      expect(secret).toHaveLength(20)
      expect(base32(secret)).toMatch(/^[A-Z2-7]{32}$/)
    }
    expect(new Set(secrets.map(base32)).size).toBe(50)
    expect(inFours(base32(rfc))).toEqual(['GEZD', 'GNBV', 'GY3T', 'QOJQ', 'GEZD', 'GNBV', 'GY3T', 'QOJQ'])
  })
})

describe('the otpauth address', () => {
  it('is spelled as every app understands it', () => {
    expect(otpauthUrl(rfc, 'ada+test@example.com')).toBe(
      'otpauth://totp/AegisRunner:ada%2Btest%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=AegisRunner&algorithm=SHA1&digits=6&period=30',
    )
    expect(issuer).toMatch(/^[A-Za-z]+$/)
    expect(otpauthUrl(rfc, 'a:b')).toContain('totp/AegisRunner:a%3Ab?')
  })

  it('says the same to two parsers, whatever the names are made of', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((raw) => raw.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ''))
      .filter((clean) => clean.trim() === clean && clean !== '')
    const plain = fc.constantFrom('a%b', 'x+y z', 'q&a', 'c#d', 'ü@ß', '日本', 'a=b?c')
    fc.assert(
      fc.property(fc.oneof(text, plain), fc.oneof(text, plain), (account, name) => {
        const named = name.replaceAll(':', '')
        fc.pre(named.trim() === named && named !== '' && !account.includes(':'))
        const url = otpauthUrl(rfc, account, name)
        expect(url).toMatch(/^[!-~]+$/)
        expect(url).not.toContain('+')
        const read = URI.parse(url)
        expect([read.issuer, read.label, read.secret.base32]).toEqual([named, account, base32(rfc)])
        const parts = new URL(url)
        expect(parts.searchParams.get('issuer')).toBe(named)
        expect(decodeURIComponent(parts.pathname.slice(1).split(':')[1] ?? '')).toBe(account)
      }),
    )
  })

  it('drops what nobody sees: control characters and marks that turn the writing around', () => {
    expect(otpauthUrl(rfc, 'a\u202eb\u0000c', 'Ae\u2066gis:')).toContain('totp/Aegis:abc?')
  })
})
