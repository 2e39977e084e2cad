import { describe, expect, it } from 'vitest'
import { editsOf, mergeEdits } from './three-way.ts'

const read = { name: 'Ada', company: 'Acme', phone: '' }

describe('merging edits of two people', () => {
  it('keeps what I typed and takes what only the other changed', () => {
    const merged = mergeEdits(read, { ...read, name: 'Ada L.' }, { ...read, company: 'Beta' })
    expect(merged).toEqual({ values: { name: 'Ada L.', company: 'Beta', phone: '' }, conflicts: [] })
  })

  it('asks where both changed the same field, and keeps my text until I choose', () => {
    const merged = mergeEdits(read, { ...read, name: 'Ada L.' }, { ...read, name: 'Augusta' })
    expect(merged.values.name).toBe('Ada L.')
    expect(merged.conflicts).toEqual([{ field: 'name', mine: 'Ada L.', theirs: 'Augusta' }])
  })

  it('keeps a question open when further news arrive before it is answered', () => {
    const open = [{ field: 'name' as const, mine: 'Ada L.', theirs: 'Augusta' }]
    const now = { ...read, name: 'Augusta' }
    const merged = mergeEdits(now, { ...now, name: 'Ada L.' }, { ...now, company: 'Beta' }, open)
    expect(merged.values).toEqual({ name: 'Ada L.', company: 'Beta', phone: '' })
    expect(merged.conflicts).toEqual(open)
    expect(mergeEdits(now, { ...now, name: 'Ada L.' }, { ...now, name: 'Countess' }, open).conflicts[0]?.theirs).toBe(
      'Countess',
    )
  })

  it('asks nothing where both typed the same', () => {
    expect(mergeEdits(read, { ...read, name: 'Augusta' }, { ...read, name: 'Augusta' }).conflicts).toEqual([])
  })

  it('names only the edited fields', () => {
    expect(editsOf(read, { ...read, phone: '+49' })).toEqual({ phone: '+49' })
    expect(editsOf(read, { ...read })).toEqual({})
  })
})
