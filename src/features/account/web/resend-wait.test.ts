import { expect, it } from 'vitest'
import { secondsToWait } from './resend-wait.ts'

const sent = new Date('2027-03-14T09:00:00.000Z')
const after = (ms: number) => secondsToWait(sent, new Date(sent.getTime() + ms))

it('counts one minute down in whole seconds, and is over at the minute itself', () => {
  expect(after(0)).toBe(60)
  expect(after(1)).toBe(60)
  expect(after(59_000)).toBe(1)
  expect(after(59_999)).toBe(1)
  expect(after(60_000)).toBe(0)
})

it('asks for no more than the minute from a browser whose clock is slow, and for nothing when it is fast', () => {
  expect(after(-3_600_000)).toBe(60)
  expect(after(3_600_000)).toBe(0)
})
