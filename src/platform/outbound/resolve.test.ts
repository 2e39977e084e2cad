import { describe, expect, it } from 'vitest'
import { systemResolver } from './resolve.ts'

describe('systemResolver', () => {
  it('knows the names of the hosts file', async () => {
    const found = await systemResolver()('localhost')
    expect(found.every((address) => address === '127.0.0.1' || address === '::1')).toBe(true)
    expect(found).not.toEqual([])
  })

  it('answers every look-up in a crowd, also after some have failed', async () => {
    const resolve = systemResolver()
    const tooLongForAName = 'a'.repeat(300)
    const crowd = Array.from({ length: 12 }, (_, at) => resolve(at % 3 === 0 ? tooLongForAName : 'localhost'))
    const outcomes = await Promise.allSettled(crowd)
    expect(outcomes.map((each) => each.status === 'rejected')).toEqual(crowd.map((_, at) => at % 3 === 0))
  })
})
