import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalEmail } from './email-address.ts'

const canonical = (raw: unknown) => {
  const reading = canonicalEmail(raw)
  return reading.ok ? reading.canonical : undefined
}
const reason = (raw: unknown) => {
  const reading = canonicalEmail(raw)
  return reading.ok ? undefined : reading.reason
}

describe('canonicalEmail', () => {
  it('takes ordinary addresses, trimmed and in lower case', () => {
    const taken: [string, string][] = [
      ['ada@example.com', 'ada@example.com'],
      [' \tAda.Lovelace+News@Example.COM\r\n', 'ada.lovelace+news@example.com'],
      ["o'brien_1@sub-domain.example.co.uk", "o'brien_1@sub-domain.example.co.uk"],
      ['müller@bücher.example', 'müller@xn--bcher-kva.example'],
      ['ada@straße.example', 'ada@xn--strae-oqa.example'],
      ['ÉLODIE@example.com', 'élodie@example.com'],
      ['e\u0301lodie@example.com', 'élodie@example.com'],
      ['用户@例え.example', '用户@xn--r8jz45g.example'],
      ['1@2.example', '1@2.example'],
      ['h\u0331@x.example', '\u1e96@x.example'],
      ['\u1e96@x.example', '\u1e96@x.example'],
    ]
    for (const [raw, expected] of taken) expect(canonical(raw), raw).toBe(expected)
  })

  it('keeps what the person wrote for display', () => {
    expect(canonicalEmail(' Ada@Bücher.Example')).toEqual({
      ok: true,
      canonical: 'ada@xn--bcher-kva.example',
      display: 'Ada@bücher.example',
    })
  })

  it('V62 refuses everything that is no string', () => {
    for (const raw of [
      ['a@example.com'],
      { email: 'a@example.com' },
      null,
      undefined,
      7,
      true,
      new String('a@b.example'),
    ]) {
      expect(reason(raw)).toBe('not_text')
    }
  })

  it('V63 refuses lists, brackets, display names, comments, quotes and every second @', () => {
    const lists = [
      'a@x.example,b@y.example',
      'a@x.example;b@y.example',
      'a,b@x.example',
      'a@x.example@y.example',
      'a@@x.example',
    ]
    for (const raw of lists) expect(reason(raw), raw).toBe('not_one')
    const odd = [
      '<a@x.example>',
      'Ada <a@x.example>',
      '"a b"@x.example',
      '"a"@x.example',
      'a(note)@x.example',
      'a@x.example b',
      'a b@x.example',
      'a\\b@x.example',
      'a:b@x.example',
      'mailto:a@x.example',
      'a@[127.0.0.1]',
      'a@[IPv6:::1]',
    ]
    for (const raw of odd) expect(reason(raw), raw).toBe('malformed')
  })

  it('V64 ASVS 1.3.11 refuses markup and header injection', () => {
    expect(reason('<b>a</b>@x.example')).toBe('malformed')
    for (const raw of [
      'a@x.example\r\nBcc: b@y.example',
      'a\n@x.example',
      'a\0@x.example',
      'a@x.example\u2028b',
      'a\t@x.example',
    ]) {
      expect(reason(raw), JSON.stringify(raw)).toBe('invisible')
    }
  })

  it('V65 refuses look-alikes of the @ and of ASCII in full width or other styles, before and after the @', () => {
    const alike = [
      'a＠x.example',
      'a﹫x.example',
      'a＠x.example@y.example',
      'ａ@x.example',
      'a@ｘ.example',
      'ﬁ@x.example',
      '𝒶@x.example',
    ]
    for (const raw of [...alike, 'a①@x.example', 'a@①.example', 'a\u037e@x.example'])
      expect(reason(raw), raw).toBe('look_alike')
    expect(reason('a@x。example')).toBe('malformed')
  })

  it('V66 V67 no character outside ASCII folds onto an ASCII letter', () => {
    // Dotless i, capital dotted I, Kelvin sign, long s, sharp s.
    for (const raw of [
      'm\u0131ke@x.example',
      'M\u0130KE@x.example',
      'MI\u0307KE@x.example',
      'mi\u212ae@x.example',
      'ro\u017fe@x.example',
    ]) {
      expect(reason(raw), raw).toBe('look_alike')
    }
    for (const sharp of ['\u00df', '\u1e9e']) expect(reason(`stra${sharp}e@x.example`)).toBe('look_alike')
    for (const raw of [
      'a@mi\u212ae.example',
      'a@ro\u017fe.example',
      'a@M\u0130KE.example',
      'a@\u1e9b.example',
      'a@\u017f\u0307.example',
    ])
      expect(reason(raw), raw).toBe('look_alike')
    expect(canonical('a@m\u0131ke.example')).toBe('a@xn--mke-jua.example')
    expect(canonical('a@stra\u00dfe.example')).not.toBe(canonical('a@strasse.example'))
  })

  it('V66 no character outside ASCII reaches an ASCII part, over all of Unicode', () => {
    for (let point = 0x80; point <= 0x10ffff; point++) {
      const char = String.fromCodePoint(point)
      // A million places without a character, and scripts without case, would only cost time.
      if (/[\p{Cn}\p{Co}\p{Script=Han}\p{Script=Hangul}]/u.test(char)) continue
      for (const raw of [`a${char}b@x.example`, `ab@x${char}y.example`]) {
        const found = canonical(raw)
        if (found === undefined) continue
        expect(canonical(found), raw).toBe(found)
        const [local = '', domain = ''] = found.split('@')
        expect(raw.startsWith('ab@') ? domain.startsWith('xn--') : /\P{ASCII}/u.test(local), raw).toBe(true)
      }
    }
  }, 20_000)

  it('V68 refuses unseen characters at both ends and inside', () => {
    const unseen =
      '\u200b \u200c \u200d \u200e \u200f \u2060 \u2061 \u00ad \ufeff \u034f \u061c \u115f \u3164 \ufe0f \u180e'
    const bidi = '\u202a \u202b \u202c \u202d \u202e \u2066 \u2067 \u2068 \u2069'
    for (const char of `${unseen} ${bidi} \u{e0041} \ud800 \ue000`.split(' ')) {
      for (const raw of [`${char}a@x.example`, `a@x.example${char}`, `a${char}b@x.example`, `a@x${char}y.example`]) {
        expect(reason(raw), JSON.stringify(raw)).toBe('invisible')
      }
    }
    for (const char of ['\u00a0', '\u2003', '\u3000', '\u2800']) expect(canonical(`${char}a@x.example`)).toBeUndefined()
  })

  it('refuses an empty text and too long ones, by bytes of what mail servers see', () => {
    for (const raw of ['', '   ', '\r\n']) expect(reason(raw)).toBe('empty')
    const domain = `${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}.example`
    expect(canonical(`${'a'.repeat(63)}@${domain}`)).toHaveLength(254)
    expect(reason(`${'a'.repeat(64)}@${domain}`)).toBe('too_long')
    expect(canonical(`${'a'.repeat(64)}@x.example`)).toBeDefined()
    expect(reason(`${'a'.repeat(65)}@x.example`)).toBe('too_long')
    expect(reason(`${'я'.repeat(33)}@x.example`)).toBe('too_long')
    expect(reason(`${' '.repeat(1_000_000)}x`)).toBe('too_long')
  })

  it('refuses misplaced dots and domains that are none', () => {
    const locals = ['.a', 'a.', 'a..b', '']
    const domains = [
      '',
      '.example',
      'x.example.',
      'x..example',
      '-x.example',
      'x-.example',
      'x_y.example',
      'example',
      'localhost',
    ]
    const addresses = [
      '127.0.0.1',
      '1.2.3',
      '0x7f.1',
      '2130706433',
      'x%2eexample',
      'xn--a.example',
      `${'d'.repeat(64)}.example`,
    ]
    for (const local of locals) expect(reason(`${local}@x.example`), local).toBe('malformed')
    for (const domain of [...domains, ...addresses]) expect(reason(`a@${domain}`), domain).toBe('malformed')
    expect(reason('nobody')).toBe('malformed')
  })

  it('takes localhost, and no other single name, where it is allowed', () => {
    expect(canonicalEmail('Ada@LOCALHOST', { allowLocalhost: true })).toMatchObject({
      ok: true,
      canonical: 'ada@localhost',
    })
    expect(canonicalEmail('ada@intranet', { allowLocalhost: true }).ok).toBe(false)
  })
})

const emails = fc.emailAddress({ size: 'small' })
const textWithAt = fc
  .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
  .map((parts) => parts.join('@'))

describe('canonicalEmail, any text', () => {
  it('never throws, and is stable: its own results read as themselves, in any case and around any space', () => {
    fc.assert(
      fc.property(fc.oneof(emails, textWithAt, fc.string({ unit: 'binary' })), (raw) => {
        const reading = canonicalEmail(raw)
        if (!reading.ok) return
        expect(reading.canonical).toMatch(/^[^@\s<>,;]+@[a-z0-9.-]+$/)
        for (const again of [reading.canonical, reading.display, `\t${raw} \n`, raw.normalize('NFD')]) {
          expect(canonical(again)).toBe(reading.canonical)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('V69 takes every ASCII address of the standard grammar and reads all its letter cases alike', () => {
    fc.assert(
      fc.property(emails, (email) => {
        fc.pre(email.length <= 254)
        expect(canonical(email)).toBe(email.toLowerCase())
        expect(canonical(email.toUpperCase())).toBe(email.toLowerCase())
      }),
    )
  })

  it('V62 V63 no joint of two addresses is an address', () => {
    fc.assert(
      fc.property(
        emails,
        emails,
        fc.constantFrom(',', ';', ' ', '\n', '\0', '<', '\u200b', '＠', ', '),
        (a, b, joint) => {
          expect(canonicalEmail(a + joint + b).ok).toBe(false)
        },
      ),
    )
  })
})
