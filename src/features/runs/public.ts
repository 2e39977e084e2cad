import type { Departure } from '#access/departure.ts'
import { askedForBy, dropWorkOf, forgetAsker, forgetKeyNames } from './departure.queries.ts'

export { endCrawlEvents } from './crawl-events.ts'
export { startBrowserWorker } from './worker.ts'

/** What leaving means for crawls and runs: results are the team's and stay, without the name of who
 * asked for them. What is under way goes on, or is cancelled with its team. */
export const runDeparture: Departure = {
  slice: 'runs',
  belongings: async (on, who) => [
    {
      what: 'crawls and test runs you started',
      count: (await askedForBy(on, who.user.id)).length,
      stays: true,
      why: 'Results belong to the team. Your name is taken out of them.',
    },
  ],
  atOnce: (tx, _platform, userId) => forgetKeyNames(tx, userId),
  erase: (tx, _platform, userId) => forgetAsker(tx, userId),
  endTeam: (tx, _platform, teamId) => dropWorkOf(tx, teamId),
  export: async (on, _platform, userId) => [
    {
      name: 'crawls-and-runs.json',
      says: 'The crawls and test runs you started.',
      content: await askedForBy(on, userId),
    },
  ],
}
