import type { Departure } from '#access/departure.ts'
import { exportedKeys, forgetMaker, keysOfPerson } from './departure.queries.ts'
import { deleteKeysOf } from './queries.ts'

/** What leaving means for API keys: a person's own end at once, a team's own go on. */
export const keyDeparture: Departure = {
  slice: 'api-keys',

  async belongings(on, { user }) {
    const { own, left } = await keysOfPerson(on, user.id)
    return [
      { what: 'Your API keys', count: own, stays: false },
      {
        what: 'Keys you made for a team',
        count: left,
        stays: true,
        why: 'They belong to the team, and programs use them.',
      },
    ]
  },

  async atOnce(tx, _platform, userId) {
    await deleteKeysOf(tx, userId)
  },

  async erase(tx, _platform, userId) {
    await deleteKeysOf(tx, userId)
    await forgetMaker(tx, userId)
  },

  export: async (on, _platform, userId) => [
    { name: 'api-keys.json', says: 'Your API keys and where they were used.', content: await exportedKeys(on, userId) },
  ],
}
