import type { Departure } from '#access/departure.ts'
import { countMadeBy, forgetMaker, madeBy } from './departure.queries.ts'

/** What projects mean when somebody leaves: they are their team's and stay, with their suites and schedules; only who made them is forgotten. */
export const projectDeparture: Departure = {
  slice: 'projects',
  belongings: async (on, { user }) => [
    {
      what: 'Projects, suites and schedules you made',
      count: await countMadeBy(on, user.id),
      stays: true,
      why: 'They belong to their team. Schedules keep running; your name is taken off them.',
    },
  ],
  erase: (tx, _platform, userId) => forgetMaker(tx, userId),
  export: async (on, _platform, userId) => [
    {
      name: 'projects.json',
      says: 'Projects, suites and schedules you made, in every team.',
      content: await madeBy(on, userId),
    },
  ],
}
