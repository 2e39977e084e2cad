import { describe, expect, it } from 'vitest'
import { changesBetween, initialsOf } from './rules.ts'

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['Jean-Luc van der Berg', 'JB'],
    ['  Ada   Lovelace  ', 'AL'],
    ['“Ada” (Countess)', 'AC'],
    ['Łukasz Żak', 'ŁŻ'],
    ['王小明', '王'],
    ['हिन्दी नाम', 'हिना'],
    ['e\u0301mile zola', 'E\u0301Z'],
    ['— —', ''],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})

describe('changes between what is stored and what is wanted', () => {
  it('names the fields that differ, old and new', () => {
    expect(changesBetween({ a: 1, b: 'x', c: null as string | null }, { a: 1, b: 'y', c: 'z' })).toEqual({
      b: { from: 'x', to: 'y' },
      c: { from: null, to: 'z' },
    })
  })

  it('takes null for a value and what is undefined for left out', () => {
    expect(changesBetween({ a: 'x' as string | null, b: 1 }, { a: null, b: undefined })).toEqual({
      a: { from: 'x', to: null },
    })
  })
})
