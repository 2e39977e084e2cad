import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePassword, longestPassword, productWords } from './password-rules.ts'

const ada = ['Ada Lovelace', 'ada.l1815@analytical-engines.example', 'Analytical Engines Ltd']
const judge = (plain: string, minLength = 8, context = ada) => judgePassword(plain, { minLength, context })

describe('length', () => {
  it('ASVS 6.2.1 takes 8 characters and not 7, or 15 and not 14 where the minimum is 15', () => {
    expect(judge('vk3mqtz')).toBe('password_too_short')
    expect(judge('vk3mqtzw')).toBeNull()
    expect(judge('vk3mqtzwpxr4hj', 15)).toBe('password_too_short')
    expect(judge('vk3mqtzwpxr4hjd', 15)).toBeNull()
    expect(judge('')).toBe('password_too_short')
  })

  it('SP 800-63B-4 3.1.1.2 counts code points after NFC, not UTF-16 units, bytes or marks', () => {
    expect(judge('🦦🌷🪐🚲🎻🧭🪁')).toBe('password_too_short')
    expect(judge('🦦🌷🪐🚲🎻🧭🪁🏜')).toBeNull()
    expect(judge('źżółćęą'.normalize('NFD'))).toBe('password_too_short')
    expect(judge('źżółćęąk'.normalize('NFD'))).toBeNull()
  })

  it('ASVS 6.2.9 takes 64, 128 and 256 characters and refuses 257 instead of cutting', () => {
    const text = 'seven quiet otters swim past a lighthouse at noon; '.repeat(6)
    for (const length of [64, 128, longestPassword]) expect(judge(text.slice(0, length))).toBeNull()
    expect(judge(text.slice(0, longestPassword + 1))).toBe('password_too_long')
  })
})

describe('composition', () => {
  it('ASVS 6.2.5 asks for no kind of character', () => {
    const passphrases = ['tulip orbit canyon', 'seven quiet otters', 'marmalade windmill piano']
    const others = [
      'VKMQTZWPXR',
      '4815 9027 3361',
      'наш дом у реки',
      '橋の下の古い川の水',
      '    tulip    ',
      '!%&/()=?*+#-',
    ]
    for (const plain of [...passphrases, ...others]) expect(judge(plain), plain).toBeNull()
  })
})

describe('common and breached passwords', () => {
  it('ASVS 6.2.4 6.2.12 are refused, disguised or not', () => {
    for (const plain of ['password', '12345678', 'Password1!', 'Dragon2024!', 'p@ssw0rd', 'aaaaaaaa']) {
      expect(judge(plain), plain).toBe('password_breached')
    }
  })
})

describe('context', () => {
  it('ASVS 6.1.2 6.2.11 refuses passwords built on the product, the name, the e-mail or the company', () => {
    const built = [
      'aegisrunner',
      'AegisRunner2026!',
      '4eg1srunn3r',
      'Aegis-2026-Runner',
      'aegis#48151',
      'AdaLovelace1815!',
      'lovelace-ada',
      'l0v3lac3!!',
      'LÖVELACE#77',
      '1815lovelace1815',
      'l1815l1815',
      'ada.l1815',
      'analytical.engines99!',
      'AnalyticalEngines',
      'engines!2026!',
    ]
    for (const plain of built) expect(judge(plain), plain).toBe('password_contextual')
  })

  it('ASVS 6.2.11 refuses the mere number of a mailbox and a name of two Chinese characters', () => {
    expect(judge('4815902733', 8, ['4815902733@mail.example'])).toBe('password_contextual')
    expect(judge('王伟20260101', 8, ['王伟'])).toBe('password_contextual')
    expect(judge('王伟在河边看书写字', 8, ['王伟'])).toBeNull()
  })

  it('ASVS 6.2.5 lets a long passphrase pass that only mentions a name', () => {
    const mentions = [
      'the river where ada walked at dawn',
      'lovelace drinks cold coffee on sundays',
      'aegisrunner broke my window on a tuesday',
    ]
    for (const plain of mentions) expect(judge(plain), plain).toBeNull()
  })

  it('draws the line at half of the letters', () => {
    expect(judge('lovelacequwxzkvb')).toBe('password_contextual')
    expect(judge('lovelacequwxzkvbt')).toBeNull()
  })

  it('is not disturbed by empty, short or odd context', () => {
    for (const context of [[], [''], ['A'], ['Li'], ['@'], ['.*'], ['(']]) {
      expect(judge('vk3mq-tzwali', 8, context)).toBeNull()
    }
  })

  it('ASVS 6.2.11 refuses every context word with any figures after it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...productWords, 'lovelace', 'analytical', 'engines'),
        fc.stringMatching(/^[0-9!#._-]{3,12}$/),
        fc.boolean(),
        (word, figures, capital) => {
          const plain = (capital ? word.toUpperCase() : word) + figures
          expect(['password_contextual', 'password_breached']).toContain(judge(plain))
        },
      ),
    )
  })
})
