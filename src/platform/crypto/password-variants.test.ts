import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldCase, isMonotonous, letterSpan, unleet, variantsOf } from './password-variants.ts'

describe('password variants', () => {
  it('finds the word behind capitals, figures, signs and repetition', () => {
    const disguised: [string, string][] = [
      ['Password1!', 'password'],
      ['p@$$w0rd', 'password'],
      ['P455W0RD2024', 'password'],
      ['!!dragon99', 'dragon'],
      ['Sunsh1ne#25', 'sunshine'],
      ['hel1o.hel1o', 'hello.hello'],
      ['passwordpassword', 'password'],
      ['hunter2hunter2', 'hunter'],
    ]
    for (const [plain, word] of disguised) expect([...variantsOf(plain)], plain).toContain(word)
  })

  it('takes no more than six signs away and leaves no stem under four characters', () => {
    expect([...variantsOf('dragon123456')]).toContain('dragon')
    expect([...variantsOf('dragon1234567')]).not.toContain('dragon')
    expect([...variantsOf('cat12345')]).not.toContain('cat')
  })

  it('keeps the text itself among its variants, folded, for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (plain) => {
        const variants = variantsOf(plain)
        expect(variants.has(foldCase(plain))).toBe(true)
        expect(variants.size).toBeLessThanOrEqual(36)
        expect(variants).toEqual(variantsOf(plain.normalize('NFD')))
      }),
    )
  })

  it('reads signs as the letters they imitate', () => {
    expect(unleet('4eg1srunn3r', 'i')).toBe('aegisrunner')
    expect(unleet('he1l0', 'l')).toBe('hello')
  })

  it('spans a text from its first to its last letter', () => {
    expect(letterSpan('12ab3c4')).toEqual({ from: 2, to: 6 })
    expect(letterSpan('1234')).toEqual({ from: 0, to: 0 })
    expect(letterSpan('1e\u03011')).toEqual({ from: 1, to: 3 })
  })

  it('knows one to three characters over and over', () => {
    for (const text of ['aaaaaaaa', '12121212', 'abcabcabc']) expect(isMonotonous(text), text).toBe(true)
    for (const text of ['abcdabcd', 'aaaaaaab', 'a', 'ab', '']) expect(isMonotonous(text), text).toBe(false)
  })
})
