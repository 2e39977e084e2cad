import { expect, test } from 'vitest'
import { addressesIn } from './pasted.ts'

test.each([
  ['', []],
  [' \n , ;', []],
  ['a@example.com', ['a@example.com']],
  [
    'a@example.com, b@example.com;c@example.com\nd@example.com e@example.com',
    ['a', 'b', 'c', 'd', 'e'].map((one) => `${one}@example.com`),
  ],
  ['Ada Lovelace <ada@example.com>, "B" <b@example.com>', ['ada@example.com', 'b@example.com']],
  ['not-an-address', ['not-an-address']],
])('reads %j', (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses)
})
