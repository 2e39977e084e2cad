import type { Person } from '../harness.ts'
import { inTeam, type RouteName } from './example.ts'

const here = async (_person: unknown, team: string) => ({ params: { team } })

let events = 0

/** One valid request per route of the slice. */
export const usageExamples = {
  'GET /teams/{team}/usage': inTeam(200, here),
  'GET /teams/{team}/usage/days': inTeam(200, here),
  'GET /teams/{team}/usage/export': inTeam(200, here),
  'POST /teams/{team}/usage/events': inTeam(200, async (_person, team) => ({
    params: { team },
    body: { events: [{ id: `elsewhere:${++events}`, meter: 'runs', amount: 2 }] },
  })),
  'GET /teams/{team}/usage/alerts': inTeam(200, here),
  'PUT /teams/{team}/usage/alerts': {
    ...inTeam(200, async (_person, team) => ({
      params: { team },
      ifMatch: 1,
      body: { thresholds: [50], pace: false },
    })),
    // As it is already, so that the owner's example still meets the version it was made for.
    forMember: async (_app: unknown, { browser }: Person, team: string) => ({
      browser,
      params: { team },
      ifMatch: 1,
      body: { thresholds: [], pace: true },
    }),
  },
} satisfies Partial<Record<RouteName, unknown>>
