import type { Departure } from './departure.ts'
import { deleteAccessOf, exportedBrowsers, exportedSessions, heldOf } from './leaving.queries.ts'

/** What leaving means for access: every way in ends at once, and its traces go. */
export const accessDeparture: Departure = {
  slice: 'access',

  async belongings(on, { user }, now) {
    const { sessions, browsers } = await heldOf(on, user.id, now)
    return [
      { what: 'Sessions', count: sessions, stays: false },
      { what: 'Browsers you are known in', count: browsers, stays: false },
    ]
  },

  atOnce: (tx, _platform, userId) => deleteAccessOf(tx, userId),
  erase: (tx, _platform, userId) => deleteAccessOf(tx, userId),

  export: async (on, _platform, userId) => [
    { name: 'sessions.json', says: 'Where you are signed in.', content: await exportedSessions(on, userId) },
    { name: 'browsers.json', says: 'Browsers you signed in with before.', content: await exportedBrowsers(on, userId) },
  ],
}
