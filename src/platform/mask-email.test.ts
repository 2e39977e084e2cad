import { describe, expect, it } from 'vitest'
import { maskEmail } from './email-address.ts'

describe('maskEmail', () => {
  it('shows the first character and the domain, whatever the length', () => {
    expect(maskEmail('ada@example.com')).toBe('a•••@example.com')
    expect(maskEmail('adalovelace@example.com')).toBe('a•••@example.com')
    expect(maskEmail('𝒶da@example.com')).toBe('𝒶•••@example.com')
  })

  it('shows nothing of a part that is a single character, and nothing of what is no address', () => {
    expect(maskEmail('a@example.com')).toBe('•••@example.com')
    expect(maskEmail('adalovelace')).toBe('•••')
    expect(maskEmail('')).toBe('•••')
  })
})
