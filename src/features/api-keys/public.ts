import type { Advice, Safeguard } from '#access/safeguard.ts'
import { earlier } from '#platform/clock.ts'
import { deleteKeysOf, unusedKeysOf } from './queries.ts'
import { unusedAfter } from './rules.ts'

export { keyDeparture } from './departure.ts'

/** What keys add to the safety of an account: a person's own are revoked when the account is secured, and unused ones are pointed out. */
export const keySafeguard: Safeguard = {
  slice: 'api-keys',
  secure: async (tx, userId) => [{ what: 'keys', count: await deleteKeysOf(tx, userId) }],
  advise: async (on, who, now) => [unusedAdvice(await unusedKeysOf(on, who.user.id, earlier(now, unusedAfter)))],
}

const unusedAdvice = (count: number): Advice =>
  count === 0
    ? { id: 'unused-keys', state: 'done', says: 'None of your API keys has been unused for 90 days.', fix: null }
    : {
        id: 'unused-keys',
        state: 'attention',
        says: `${count} of your API keys ${count === 1 ? 'has' : 'have'} not been used for 90 days.`,
        fix: { label: 'Look at your keys', href: '/settings/security#api-keys' },
      }
