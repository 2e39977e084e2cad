import type { Person, TestApp } from '../harness.ts'
import { as, type Example, inTeam, ok, type RouteName } from './example.ts'

let views = 0

const onlyTeam = inTeam(200, async (_person, team) => ({ params: { team } }))
const hourly = 'reading is noted once per reader and hour, and the requests before were readings'

const withView = async ({ browser }: Person, team: string) => {
  const answer = await browser.post(`/teams/${team}/audit/views`, { name: `View ${++views}`, filters: 'area=key' })
  await ok(Promise.resolve(answer))
  return { params: { team, view: answer.body.id } }
}

async function someEntry(app: TestApp, team: string) {
  const [entry] = await app.sql<{ id: string }>('SELECT id FROM audit_log WHERE log_id = $1 ORDER BY at LIMIT 1', [
    team,
  ])
  return { team, entry: entry?.id ?? 'none' }
}

const withExport = async (app: TestApp, { browser }: Person, team: string) => {
  const answer = await browser.post(`/teams/${team}/audit/exports`, { format: 'csv', filters: { area: 'auth' } })
  await ok(Promise.resolve(answer))
  await app.drain()
  return { browser, params: { team, export: answer.body.id } }
}

const stream = { name: 'Collector', kind: 'webhook', address: 'https://127.0.0.1:9/audit' }

// Behind the scenes, as a team has room for five only.
const withStream = async ({ browser }: Person, team: string) => {
  const { body } = await browser.get(`/teams/${team}/audit/streams`)
  for (const { id } of body.items.slice(3)) await ok(browser.delete(`/teams/${team}/audit/streams/${id}`))
  const answer = await browser.post(`/teams/${team}/audit/streams`, stream)
  await ok(Promise.resolve(answer))
  return { params: { team, stream: answer.body.id } }
}

/** One valid request per route of the slice. */
export const auditExamples = {
  'GET /teams/{team}/audit': { ...onlyTeam, unaudited: hourly },
  'GET /teams/{team}/audit/count': onlyTeam,
  'GET /teams/{team}/audit/choices': onlyTeam,
  'GET /teams/{team}/audit/entries/{entry}': {
    status: 200,
    prepare: async (app, { browser, teamId }) => ({ browser, params: await someEntry(app, teamId) }),
    forMember: async (app, { browser }, teamId) => ({ browser, params: await someEntry(app, teamId) }),
    unaudited: hourly,
  },
  'GET /teams/{team}/audit/proof': { ...onlyTeam, unaudited: hourly },
  'GET /teams/{team}/audit/export.csv': onlyTeam,
  'GET /teams/{team}/audit/export.ndjson': onlyTeam,
  'GET /teams/{team}/audit/exports': onlyTeam,
  'POST /teams/{team}/audit/exports': inTeam(202, async (_person, team) => ({
    params: { team },
    body: { format: 'csv', filters: { area: 'auth' } },
  })),
  'GET /teams/{team}/audit/exports/{export}/file': {
    status: 200,
    prepare: (app, person) => withExport(app, person, person.teamId),
    forMember: withExport,
  },
  'DELETE /teams/{team}/audit/exports/{export}': {
    status: 204,
    prepare: (app, person) => withExport(app, person, person.teamId),
    forMember: withExport,
  },
  'GET /teams/{team}/audit/views': onlyTeam,
  'POST /teams/{team}/audit/views': inTeam(201, async (_person, team) => ({
    params: { team },
    body: { name: `View ${++views}`, filters: 'area=key' },
  })),
  'DELETE /teams/{team}/audit/views/{view}': inTeam(204, withView),
  'GET /teams/{team}/audit/streams': onlyTeam,
  'POST /teams/{team}/audit/streams': inTeam(201, async (_person, team) => ({ params: { team }, body: stream })),
  'PATCH /teams/{team}/audit/streams/{stream}': inTeam(200, async (person, team) => ({
    ...(await withStream(person, team)),
    body: { paused: true, from: 1 },
  })),
  'DELETE /teams/{team}/audit/streams/{stream}': inTeam(204, withStream),
  'GET /teams/{team}/audit/anchor': onlyTeam,
  'PUT /teams/{team}/audit/anchor': {
    status: 200,
    prepare: (_app, { browser, teamId }) => ({
      browser,
      params: { team: teamId },
      ifMatch: 1,
      body: { toAuditors: true, addresses: ['auditor@example.com'] },
    }),
    // What is chosen already, so that the owner's example still meets the version it was made for.
    forMember: async (_app, { browser }, team) => ({
      browser,
      params: { team },
      ifMatch: 1,
      body: { toAuditors: true, addresses: [] },
    }),
  },
  'GET /audit/keys': as(200),
  'GET /audit/checkpoints/{log}': {
    status: 200,
    async prepare(_app, { browser, teamId }) {
      await ok(browser.get(`/teams/${teamId}/audit/proof`)) // seals what there is
      return { browser, params: { log: teamId } }
    },
  },
} satisfies Partial<Record<RouteName, Example>>
