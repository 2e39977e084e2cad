import { anyone } from '#access/guard.ts'
import { keyIdOf } from '#access/key-format.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { LeakedReported, ReportLeaked } from './contract.ts'
import { revokeLeaked } from './revoke-leaked.ts'

/** Takes keys that were found in the open. A key that is shown here is revoked at once; the answer is the same whether or not it was one of ours. */
export const reportLeakedKeys = route({
  method: 'POST',
  path: '/leaked-keys',
  summary: 'Report leaked API keys',
  access: anyone('whoever holds a key may end it; scanners have no account'),
  limit: { per: 'network', max: 60, every: minutes(15) },
  input: ReportLeaked,
  output: LeakedReported,
  status: 202,
  fromPrograms: true,
  audit: { none: 'each key that is known gets a row of its own, key.revoked_as_leaked' },

  async handle({ input, platform, client, now }) {
    const found = new Map<string, string>()
    for (const text of input.keys.map((one) => one.trim())) {
      const id = keyIdOf(text)
      if (id) found.set(text, id)
    }
    for (const [text, id] of found) await revokeLeaked(platform, { text, id, client, now })
    return { wellFormed: found.size }
  },
})
