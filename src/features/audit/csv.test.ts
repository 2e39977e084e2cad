import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRecord } from './csv.ts'

/** RFC 4180 read back, character by character. */
function parse(text: string): string[][] {
  const records: string[][] = []
  let [field, record, quoted]: [string, string[], boolean] = ['', [], false]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string
    if (quoted && sign === '"' && text[at + 1] === '"') [field, at] = [`${field}"`, at + 1]
    else if (sign === '"') quoted = !quoted
    else if (quoted) field += sign
    else if (sign === ',') [field, record] = ['', [...record, field]]
    else if (sign === '\r' && text[at + 1] === '\n') {
      records.push([...record, field])
      ;[field, record, at] = ['', [], at + 1]
    } else field += sign
  }
  return records
}

const odd = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ \t\r\n]*[=+\-@＝＋－＠",a]*$/))

test('V136: what is read back is what was written, behind an apostrophe exactly where a spreadsheet would run it', () => {
  fc.assert(
    fc.property(fc.array(fc.array(odd, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (records) => {
      const back = parse(records.map(csvRecord).join(''))
      const wanted = records.map((record) =>
        record.map((text) => (/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text)),
      )
      expect(back).toEqual(wanted)
    }),
  )
})
