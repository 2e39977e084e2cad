import { expect, test } from 'vitest'
import { anchorBody, anchorValues } from './anchor-values.ts'

test('addresses are read as people write them', () => {
  const body = { toAuditors: false, addresses: ['a@example.com', 'b@example.com'] }
  expect(anchorBody(anchorValues(body))).toEqual(body)
  expect(anchorBody({ toAuditors: 'yes', addresses: ' a@example.com;b@example.com\n' })).toEqual({
    ...body,
    toAuditors: true,
  })
  expect(anchorBody({ toAuditors: 'yes', addresses: ' ' }).addresses).toEqual([])
})
