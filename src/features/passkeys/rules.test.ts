import { describe, expect, it } from 'vitest'
import { canSignIn, freeName, mayRemovePasskey } from './rules.ts'

describe('the last way in', () => {
  it.each([
    [{ password: true, passkeys: 1 }, true],
    [{ password: true, passkeys: 2 }, true],
    [{ password: false, passkeys: 2 }, true],
    [{ password: false, passkeys: 1 }, false],
  ])('%j: one may go: %s', (ways, may) => {
    expect(mayRemovePasskey(ways)).toBe(may)
  })

  it('is a password or a passkey, nothing else', () => {
    expect(canSignIn({ password: false, passkeys: 0 })).toBe(false)
    expect(canSignIn({ password: true, passkeys: 0 })).toBe(true)
    expect(canSignIn({ password: false, passkeys: 1 })).toBe(true)
  })
})

describe('the name of a new passkey', () => {
  it.each([
    ['1Password', [], '1Password'],
    ['1Password', ['1Password'], '1Password 2'],
    ['1Password', ['1Password', '1Password 2', 'other'], '1Password 3'],
    ['1Password', ['1Password 2'], '1Password'],
    ['a🔑'.repeat(30), [], 'a🔑'.repeat(6)],
    ['a🔑'.repeat(30), ['a🔑'.repeat(6)], `${'a🔑'.repeat(5)} 2`],
  ])('%s beside %j', (base, taken, name) => {
    expect(freeName(base, taken, 12)).toBe(name)
  })
})
