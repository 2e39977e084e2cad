import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, hex, leafText, spells, unhex } from './entry.ts'

const text = fc.string({ unit: 'binary' })
const maybe = fc.option(text)
const entries = fc.record({
  log: text,
  id: text,
  at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }).map((date) => date.toISOString()),
  action: text,
  actor: fc.record({ kind: text, id: maybe }),
  session: maybe,
  request: maybe,
  target: fc.option(fc.record({ kind: maybe, id: maybe })),
  where: fc.constant(null),
  details: fc.constant(null),
})
const commitment = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('the text of a leaf is the canonical JSON that docs/audit.md tells of, whatever an entry says', () => {
  fc.assert(
    fc.property(entries, commitment, commitment, ({ where: _where, details: _details, ...entry }, where, details) => {
      const documented = { ...entry, v: 1, where: hex(where), details: hex(details) }
      expect(leafText({ ...entry, where: null, details: null }, hex(where), hex(details))).toBe(canonical(documented))
    }),
  )
})

test('canonical JSON says the same as what it was made of, in one spelling for every order of keys', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        fc.jsonValue({ maxDepth: 3 }),
      ),
      (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonical(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonical(value))
      },
    ),
  )
})

test('a text is spelt as JSON spells it', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: 'grapheme' }), fc.webUrl(), fc.emailAddress()), (said) => {
      expect(canonical(said)).toBe(JSON.stringify(said))
    }),
  )
  for (const said of ['', 'a\n', '"', '\\', '\u2028', '\ud800', '203.0.113.7', 'key.used_from_new_address'])
    expect(canonical(said)).toBe(JSON.stringify(said))
})

test('bytes and their hexadecimal digits are the same thing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ maxLength: 50 }), (bytes, others) => {
      expect(unhex(hex(bytes))).toEqual(bytes)
      expect(spells(hex(bytes), bytes)).toBe(true)
      expect(spells(hex(others), bytes)).toBe(hex(others) === hex(bytes))
    }),
  )
  for (const text of ['0', '000', '0g', 'G0', 'é0', '0A', ' 0'])
    expect(spells(text, new Uint8Array([0])), text).toBe(false)
  expect(unhex('xyz')).toEqual(new Uint8Array())
})
