import { makeKey } from '#features/api-keys/key.fixture.ts'
import type { Person } from '../harness.ts'
import { as, type Example, inTeam, type RouteName } from './example.ts'

const withKey = async (person: Person, team: string) => {
  const { id } = await makeKey(person, { teamId: team, scopes: ['team:read'] })
  return { params: { team, id } }
}

let keys = 0

/** One valid request per route of the slice. */
export const keyExamples = {
  'GET /teams/{team}/keys': inTeam(200, async (_person, team) => ({ params: { team } })),
  'GET /teams/{team}/keys/scopes': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/keys': inTeam(201, async (_person, team) => ({
    params: { team },
    body: {
      name: `Key ${++keys}`,
      kind: 'personal',
      scopes: ['team:read'],
      expiresInDays: 30,
      ipList: ['203.0.113.0/24'],
    },
  })),
  'PATCH /teams/{team}/keys/{id}': inTeam(200, async (person, team) => ({
    ...(await withKey(person, team)),
    ifMatch: 1,
    body: { name: 'Nightly', paused: true },
  })),
  'POST /teams/{team}/keys/{id}/rotation': inTeam(200, async (person, team) => ({
    ...(await withKey(person, team)),
    body: { overlapHours: ++keys % 100 },
  })),
  'DELETE /teams/{team}/keys/{id}': inTeam(204, withKey),
  'GET /key': {
    status: 200,
    async prepare(app, person) {
      const { secret } = await makeKey(person)
      return { browser: app.browser(), headers: { authorization: `Bearer ${secret}` } }
    },
  },
  'GET /key-format': as(200),
  'POST /leaked-keys': {
    status: 202,
    prepare: async (_app, person) => ({ browser: person.browser, body: { keys: [(await makeKey(person)).secret] } }),
  },
} satisfies Partial<Record<RouteName, Example>>
