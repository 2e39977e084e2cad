import { expect, test } from 'vitest'
import { placeAfter } from './export-place.ts'

const id = (n: number) => `aud_0${n}h2xcejqtf2nbrexx3vqjhp41`
const at = '2027-03-01T09:00:00.000Z'

test('the place after the last whole entry of a CSV, also where a value holds line ends', () => {
  const lines = `time,action\r\n${at},key.used,"a\nb, ""c""",x,${id(1)},3\r\n${at},key.used,,x,${id(2)},\r\n`
  expect(placeAfter(lines, 'csv')).toEqual({ entries: 2, after: `${Date.parse(at)}-${id(2)}` })
  expect(placeAfter('time,action\r\n', 'csv')).toEqual({ entries: 0, after: undefined })
})

test('the place after the last entry of NDJSON', () => {
  const line = (n: number) =>
    `${JSON.stringify({ kind: 'entry', index: n, entryId: id(n), entry: { log: 'team_1', id: id(n), at } })}\n`
  expect(placeAfter(`{"kind":"aegisrunner.audit.export"}\n${line(1)}${line(2)}{"kind":"end"}\n`, 'ndjson')).toEqual({
    entries: 2,
    after: `${Date.parse(at)}-${id(2)}`,
  })
})
