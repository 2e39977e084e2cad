import { z } from 'zod'

// A code is shown in groups and typed in many ways: spaces of every kind, hyphens, dashes and the minus sign mean nothing.
const separators = /[\s\p{Pd}\u2212]/gu

/** Digits and letters of backup codes (Crockford base 32): none that looks like another one. */
export const backupCodeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Characters of a backup code: 80 bits. */
export const backupCodeLength = 16

/** The one spelling of a typed six-digit code; null for what is none. Only ASCII digits are digits (V04). */
export function canonicalCode(typed: string): string | null {
  const code = typed.replace(separators, '')
  return /^[0-9]{6}$/.test(code) ? code : null
}

/** The one spelling of a typed backup code, in any case and grouping, O read as 0, I and L as 1; null for what is none. */
export function canonicalBackupCode(typed: string): string | null {
  const plain = typed.replace(separators, '')
  // Before upper-casing, which would turn letters of other alphabets into ASCII ones.
  if (!/^[0-9A-Za-z]{16}$/.test(plain)) return null
  const code = plain.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
  return code.includes('U') ? null : code
}

const typed = (canonical: (text: string) => string | null, error: string) =>
  z
    .string()
    .max(64, error)
    .transform((text, context) => {
      const code = canonical(text)
      if (code) return code
      context.addIssue({ code: 'custom', message: error, params: { code: 'not_a_code' } })
      return z.NEVER
    })

/** A six-digit code as people type it; its output is the one spelling that is counted, compared and used up. */
export const TypedCode = typed(canonicalCode, 'A code has six digits.')

/** A backup code as people type it; its output is the one spelling. */
export const TypedBackupCode = typed(canonicalBackupCode, 'A backup code has sixteen letters and digits.')
