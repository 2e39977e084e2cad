import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { button, facts, type Letter, note } from './letter.ts'
import { greeting, oneLine, plainLetter } from './plain-letter.ts'

const publicUrl = 'https://aegis.example'
const letter = (more: Partial<Letter>): Letter => ({ name: 'test', subject: 's', preview: 'p', body: [], ...more })

test.each([
  ['Ada\r\nBcc: everybody@example.com', 'Ada Bcc: everybody@example.com'],
  ['a\u2028b\u2029c', 'a b c'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['  tab\tand\u0000nul ', 'tab and nul'],
])('%j becomes one plain line', (text, expected) => expect(oneLine(text)).toBe(expected))

test('whatever comes in, no text of a letter has a line break', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, (a, b) => {
      const plain = plainLetter(letter({ subject: a, preview: b, body: [a, note(b), facts({ [a]: b })] }), publicUrl)
      expect(JSON.stringify(plain)).not.toMatch(/\\r|\\n|[\u2028\u2029]/)
      expect(plain.subject).not.toMatch(/[\r\n]/)
    }),
  )
})

describe('V80: a button leads to this installation or the letter is not written', () => {
  test.each([
    'https://evil.example/recover#x',
    'https://aegis.example.evil.example/x',
    'https://aegis.example@evil.example/x',
    'http://aegis.example/x',
    'javascript:alert(1)',
    '//aegis.example/x',
    '/recover#x',
    'https://aegis.example/\n.evil.example',
    'https://aegis.example/" onclick="x',
  ])('%s', (url) => expect(() => plainLetter(letter({ body: [button('Go', url)] }), publicUrl)).toThrow('only link to'))

  test('own ones pass', () => {
    const own = letter({ body: [button('Go', `${publicUrl}/recover#a-_9`), button('Home', publicUrl)] })
    expect(plainLetter(own, publicUrl)).toEqual(own)
  })
})

test.each([
  'Win at http://evil.example/now',
  'HTTPS://EVIL.EXAMPLE',
  'see www.evil.example',
  'hxxp://evil.example.com',
  'https://aegis.example.evil.example',
])('another site’s address is broken up: %s', (text) => {
  const [plain] = plainLetter(letter({ body: [text] }), publicUrl).body as [string]
  expect(plain).not.toMatch(/:\/\/\w|\w\.\w/)
  expect(plain.replaceAll('\u2060', '')).toBe(text)
})

test('our own address, e-mail addresses and IP addresses stay as they are', () => {
  const text = `Go to ${publicUrl}/forgot-password or write to ada@example.com from 203.0.113.7`
  expect(plainLetter(letter({ body: [text] }), publicUrl).body).toEqual([text])
})

test.each([
  ['Ada Lovelace', 'Hello Ada Lovelace,'],
  ['J. R. R. Tolkien', 'Hello J. R. R. Tolkien,'],
  ['山田 太郎', 'Hello 山田 太郎,'],
  ['Get rich at evil.example', 'Hello,'],
  ['http://evil', 'Hello,'],
  ['me@evil', 'Hello,'],
  ['x'.repeat(61), 'Hello,'],
  ['', 'Hello,'],
])('a stranger’s advertisement is no name to greet by: %s', (name, expected) => expect(greeting(name)).toBe(expected))
