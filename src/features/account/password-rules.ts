import { isCommonPassword } from '#platform/crypto/password-list.ts'
import { foldCase, letterSpan, unleet } from '#platform/crypto/password-variants.ts'

/** Most code points of a password. Longer ones are refused, never cut (ASVS 6.2.8, 6.2.9). */
export const longestPassword = 256

/** Words tied to the product that no password may be built on (ASVS 6.1.2). */
export const productWords = ['aegisrunner', 'aegis', 'runner']

/** Why a password may not be chosen. The sentences are in the contract. */
export type PasswordRefusal = 'password_too_short' | 'password_too_long' | 'password_breached' | 'password_contextual'

/** `minLength` in code points; `context` are the person's name, whole e-mail address, company and the like. */
export type PasswordRules = { minLength: number; context: string[] }

/** Judges a password that someone wants to set; null when it may be set. No composition rules (ASVS 6.2.5). */
export function judgePassword(plain: string, { minLength, context }: PasswordRules): PasswordRefusal | null {
  const length = [...plain.normalize('NFC')].length
  if (length < minLength) return 'password_too_short'
  if (length > longestPassword) return 'password_too_long'
  if (isCommonPassword(plain)) return 'password_breached'
  if (isBuiltOn(plain, [...productWords, ...context])) return 'password_contextual'
  return null
}

/**
 * Whether the context is most of a password: without case, accents, digits and signs, at least half of the letters
 * that are left belong to words of the context. Also holds when figures are read as letters (`4eg1srunner`) and when
 * digits count as letters (a mailbox that is a number). A passphrase that only mentions a name passes.
 */
function isBuiltOn(plain: string, context: string[]): boolean {
  const written = bare(plain)
  const known = [...new Set(context.flatMap((text) => wordsOf(bare(text))))]
  return readings.some((read) => {
    const password = read(written)
    const words = [...new Set(known.map(read))].filter(isTelling)
    const explained = covered(password, words)
    return explained > 0 && explained * 2 >= [...password].length
  })
}

const withoutTail = (text: string) => text.slice(0, letterSpan(text).to)
const onlyLetters = (text: string) => text.replace(/[^\p{L}]/gu, '')
const readings = [
  onlyLetters,
  (text: string) => onlyLetters(unleet(text, 'i')),
  (text: string) => onlyLetters(unleet(text, 'l')),
  (text: string) => onlyLetters(unleet(withoutTail(text), 'i')),
  (text: string) => onlyLetters(unleet(withoutTail(text), 'l')),
  (text: string) => text.replace(/[^\p{L}\p{N}]/gu, ''),
]

/** Each word of a text, each dotted or hyphenated run as one word, and all of it as one word. */
function wordsOf(text: string): string[] {
  return [text, ...text.split(/[\s@]+/), ...text.split(/[^\p{L}\p{N}]+/u)]
}

/** Two letters are a whole name in Chinese, but chance in Latin script. */
function isTelling(word: string): boolean {
  return [...word].length >= (/^\p{ASCII}*$/u.test(word) ? 3 : 2)
}

function covered(password: string, words: string[]): number {
  let left = password
  for (const word of [...words].sort((a, b) => b.length - a.length)) left = left.replaceAll(word, ' ')
  return [...password].length - [...left.replaceAll(' ', '')].length
}

function bare(text: string): string {
  return foldCase(text).normalize('NFKD').replace(/\p{M}/gu, '')
}
