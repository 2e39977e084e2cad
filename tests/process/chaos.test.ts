import { beforeAll, expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { chaos } from '#tests/chaos/chaos.ts'
import { builtProgram } from './program.ts'

beforeAll(builtProgram, minutes(2))

test(
  'two API nodes and two workers, one of them killed every few seconds under mixed load: nothing acknowledged is lost, nothing doubled, every limit exact',
  async () => {
    const { wrong, checked, kills } = await chaos({ seconds: 60, killEverySeconds: 5, households: 2 })
    expect(wrong).toEqual([])
    expect(Object.values(kills).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3)
    const sure = [
      'people signed up',
      'sign-ins acknowledged',
      'keys made',
      'usage events acknowledged',
      'letters',
      'revocations watched',
      'audit logs verified',
    ]
    for (const what of sure) expect(checked[what], what).toBeGreaterThan(0)
  },
  minutes(8),
)
