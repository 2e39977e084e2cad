import { expect, it } from 'vitest'
import { partsOf } from './text-parts.ts'

const origin = 'http://localhost:3000'

it('makes links of this installation’s addresses, without the full stop behind them', () => {
  expect(partsOf('Open http://localhost:3000/verify-email#abc_-1. Thanks', origin)).toEqual([
    { text: 'Open ', at: 0 },
    { text: 'http://localhost:3000/verify-email#abc_-1', at: 5, href: 'http://localhost:3000/verify-email#abc_-1' },
    { text: '. Thanks', at: 46 },
  ])
})

it.each([
  'https://evil.example/x',
  'http://localhost:3000@evil.example/',
  'http://localhost:30001/',
  'javascript:alert(1)',
])('leaves %s as text', (address) => expect(partsOf(`see ${address}`, origin).some(({ href }) => href)).toBe(false))

it('loses nothing of the text', () => {
  const text = 'a http://localhost:3000/ b http://x.test c'
  expect(
    partsOf(text, origin)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})
