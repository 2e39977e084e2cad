import type { Example, RouteName } from './example.ts'

/** One valid request per route of the slice. */
export const teamExamples = {
  'GET /teams/{team}': {
    status: 200,
    prepare: (_app, { browser, teamId }) => ({ browser, params: { team: teamId } }),
  },
} satisfies Partial<Record<RouteName, Example>>
