import type { Departure } from '#access/departure.ts'
import { usedByKeysOf } from './page.queries.ts'

/**
 * Leaving, as far as usage is concerned. Counts belong to the team and name keys by their ids only, so nothing is erased with a person;
 * with a team everything goes, as its tables hang on the team's row.
 */
export const usageDeparture: Departure = {
  slice: 'usage',
  export: async (on, _platform, userId) => [
    {
      name: 'usage.json',
      says: 'What your own API keys used up, by day.',
      content: (await usedByKeysOf(on, userId)).map((row) => ({
        team: row.team_id,
        day: row.day,
        meter: row.meter,
        project: row.project_id || null,
        key: row.key_id,
        keyName: row.key_name,
        used: row.used,
      })),
    },
  ],
}
