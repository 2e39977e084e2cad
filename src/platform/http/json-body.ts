import { parse } from 'lossless-json'
import { refuseCommon } from './refusal.ts'

/** Parses a JSON body. Duplicate members are refused (two parsers would read them differently, ASVS 1.5.3) and so are `__proto__` and `constructor` members. */
export function parseJsonBody(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    parse(text) // throws on duplicate members, which JSON.parse would let pass
    return JSON.parse(text, (name, value) => {
      if (name === '__proto__' || name === 'constructor') throw new Error('forbidden member')
      return value
    })
  } catch {
    return refuseCommon('malformed')
  }
}
