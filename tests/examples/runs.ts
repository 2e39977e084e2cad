import { makeKey } from '#features/api-keys/key.fixture.ts'
import { makeProject } from '#features/runs/runs.fixture.ts'
import { newId } from '#platform/ids.ts'
import type { Person, TestApp } from '../harness.ts'
import type { Example, RouteName, Sent } from './example.ts'

type Prepare = (app: TestApp, person: Person, teamId: string) => Promise<Omit<Sent, 'browser'>>

/** What somebody does in a team, their own or another's. */
const example = (status: number, prepare: Prepare): Example => ({
  status,
  prepare: async (app, person) => ({ browser: person.browser, ...(await prepare(app, person, person.teamId)) }),
  forMember: async (app, member, teamId) => ({ browser: member.browser, ...(await prepare(app, member, teamId)) }),
})

const site = 'http://127.0.0.1:9999/'

async function project(app: TestApp, person: Person, teamId: string): Promise<string> {
  await app.sql("INSERT INTO plan_periods VALUES ($1, $2, NULL, 'enterprise', $2) ON CONFLICT DO NOTHING", [
    teamId,
    new Date('2020-01-01'),
  ])
  return makeProject(app, person, site, { teamId })
}

/** A crawl that was asked for, with one page. */
async function crawl(app: TestApp, person: Person, teamId: string, state = 'queued') {
  const projectId = await project(app, person, teamId)
  const id = newId('crawl')
  const options = { maxPages: 5, maxDepth: 3, respectRobots: true, delayMs: 0, makeSuites: false }
  await app.sql(
    `INSERT INTO crawls (team_id, id, project_id, state, start_url, options, asked_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      teamId,
      id,
      projectId,
      state,
      site,
      JSON.stringify(options),
      JSON.stringify({ kind: 'user', id: person.id, name: 'Lea' }),
      app.clock.now(),
    ],
  )
  const record = {
    url: site,
    finalUrl: site,
    status: 200,
    outcome: 'ok',
    problem: null,
    title: 'Shop',
    language: 'en',
    headings: [],
    links: [],
    forms: [],
    meta: { description: null, canonical: null, robots: null, viewport: null, ogTitle: null, ogImage: null },
    consoleErrors: [],
    failedRequests: [],
    timings: { ttfb: 1, fcp: 2, lcp: 3, cls: 0, load: 4 },
    securityHeaders: {},
    findings: [],
  }
  await app.sql(`INSERT INTO crawl_pages VALUES ($1, $2, 0, $3, 0, 'ok', 200, 'Shop', $4, NULL)`, [
    teamId,
    id,
    site,
    JSON.stringify(record),
  ])
  return { team: teamId, id, projectId }
}

/** A run with one case in this state. */
async function run(app: TestApp, person: Person, teamId: string, state = 'queued', caseState = 'waiting') {
  const projectId = await project(app, person, teamId)
  const [suite, one, id] = [newId('suite'), newId('case'), newId('run')]
  const now = app.clock.now()
  await app.sql(`INSERT INTO suites VALUES ($1, $2, $3, 'Shop', $4, 'manual', '{}', 0, NULL, 1, $5)`, [
    teamId,
    suite,
    projectId,
    site,
    now,
  ])
  await app.sql(
    `INSERT INTO cases VALUES ($1, $2, $3, 'Page loads', 'loads', $4, 'manual', false, true, 'high', 0, 1, $5)`,
    [teamId, one, suite, JSON.stringify({ url: site }), now],
  )
  await app.sql(
    `INSERT INTO runs (team_id, id, project_id, state, trigger, run_type, target_ids, title, asked_by, total_cases, failed_cases, created_at)
     VALUES ($1, $2, $3, $4, 'person', 'project', '{}', 'All tests', $5, 1, 0, $6)`,
    [teamId, id, projectId, state, JSON.stringify({ kind: 'user', id: person.id, name: 'Lea' }), now],
  )
  await app.sql(
    `INSERT INTO run_cases (team_id, run_id, position, case_id, suite_id, suite_name, page_url, name, definition, state) VALUES ($1, $2, 0, $3, $4, 'Shop', $5, 'Page loads', $6, $7)`,
    [teamId, id, one, suite, site, JSON.stringify({ kind: 'loads', params: { url: site } }), caseState],
  )
  return { team: teamId, id, projectId }
}

async function picture(app: TestApp, person: Person, teamId: string) {
  const projectId = await project(app, person, teamId)
  const id = newId('pic')
  await app.sql('INSERT INTO pictures VALUES ($1, $2, $3, $4, $5)', [
    teamId,
    id,
    projectId,
    Buffer.from('PNG'),
    app.clock.now(),
  ])
  return { team: teamId, picture: id }
}

let reruns = 0

/** What a key of a fresh person's team sends. */
const byKey = (status: number, prepare: Prepare): Example => ({
  status,
  async prepare(app, person) {
    const { secret } = await makeKey(person, { scopes: ['runs:read', 'runs:write'] })
    const sent = await prepare(app, person, person.teamId)
    return { browser: app.browser(), ...sent, headers: { authorization: `Bearer ${secret}` } }
  },
})

async function runnerJob(app: TestApp, _person: Person, teamId: string, status: 'queued' | 'running') {
  const id = newId('job')
  const [key] = await app.sql<{ id: string }>('SELECT id FROM api_keys WHERE team_id = $1', [teamId])
  await app.sql(
    "INSERT INTO runner_jobs VALUES ($1, $2, 'http://intranet.local/', '', $3, $4, $4, NULL, NULL, $5, NULL)",
    [teamId, id, status, key?.id, app.clock.now()],
  )
  return { id }
}

const report = Buffer.from('<testsuite name="Shop"><testcase name="loads"/></testsuite>')

/** One valid request per route of the slice. */
export const runExamples = {
  'POST /teams/{team}/crawls': example(201, async (app, person, team) => ({
    params: { team },
    body: { projectId: await project(app, person, team), maxPages: 5, maxDepth: 2, delayMs: 0, makeSuites: true },
  })),
  'GET /teams/{team}/crawls': example(200, async (_app, _person, team) => ({ params: { team } })),
  'GET /teams/{team}/crawls/{id}': example(200, async (app, person, team) => ({
    params: await crawl(app, person, team),
  })),
  'GET /teams/{team}/crawls/{id}/pages': example(200, async (app, person, team) => ({
    params: await crawl(app, person, team),
  })),
  'GET /teams/{team}/crawls/{id}/pages/{position}': example(200, async (app, person, team) => ({
    params: { ...(await crawl(app, person, team)), position: '0' },
  })),
  'POST /teams/{team}/crawls/{id}/cancellation': example(200, async (app, person, team) => ({
    params: await crawl(app, person, team),
  })),
  'POST /teams/{team}/runs': example(201, async (app, person, team) => ({
    params: { team },
    body: { projectId: (await run(app, person, team)).projectId, strategy: 'smoke' },
  })),
  'GET /teams/{team}/runs': example(200, async (_app, _person, team) => ({ params: { team } })),
  'GET /teams/{team}/runs/{id}': example(200, async (app, person, team) => ({ params: await run(app, person, team) })),
  'GET /teams/{team}/runs/{id}/cases': example(200, async (app, person, team) => ({
    params: await run(app, person, team),
  })),
  'POST /teams/{team}/runs/{id}/cancellation': example(200, async (app, person, team) => ({
    params: await run(app, person, team),
  })),
  'POST /teams/{team}/runs/{id}/rerun': example(201, async (app, person, team) => ({
    params: await run(app, person, team, 'failed', 'failed'),
    body: { only: ++reruns % 2 === 0 ? 'all' : 'failed' },
  })),
  'GET /teams/{team}/runs/{id}/comparison': example(200, async (app, person, team) => ({
    params: await run(app, person, team),
  })),
  'POST /teams/{team}/runs/{id}/cases/{position}/review': example(200, async (app, person, team) => ({
    params: { ...(await run(app, person, team, 'needs_review', 'needs_review')), position: '0' },
    body: { verdict: 'accepted' },
  })),
  'GET /teams/{team}/projects/{project}/trend': example(200, async (app, person, team) => ({
    params: { team, project: await project(app, person, team) },
  })),
  'GET /teams/{team}/pictures/{picture}': example(200, async (app, person, team) => ({
    params: await picture(app, person, team),
  })),
  'GET /teams/{team}/crawls/{id}/events': example(200, async (app, person, team) => ({
    params: await crawl(app, person, team, 'cancelled'),
  })),
  'POST /ci/trigger': byKey(201, async (app, person, team) => ({
    body: { projectId: (await run(app, person, team)).projectId },
  })),
  'GET /ci/runs/{id}': byKey(200, async (app, person, team) => ({ params: await run(app, person, team) })),
  'GET /ci/crawls/{id}/events': byKey(200, async (app, person, team) => ({
    params: await crawl(app, person, team, 'cancelled'),
  })),
  'POST /runner/heartbeat': byKey(200, async (app, person, team) => {
    await project(app, person, team)
    return { body: { runnerId: 'runner-1', hostname: 'build.local' } }
  }),
  'GET /runner/jobs/next': byKey(200, async (app, person, team) => {
    await project(app, person, team)
    // Each question takes one.
    for (let job = 0; job < 5; job += 1) await runnerJob(app, person, team, 'queued')
    return {}
  }),
  'POST /runner/jobs/{id}/result': byKey(200, async (app, person, team) => {
    await project(app, person, team)
    return { params: await runnerJob(app, person, team, 'running'), body: { ok: true, title: 'Home' } }
  }),
  'POST /runner/enqueue': byKey(201, async (app, person, team) => {
    await project(app, person, team)
    return { body: { url: `http://intranet.local/${newId('job')}` } }
  }),
  'GET /runner/jobs/{id}': byKey(200, async (app, person, team) => {
    await project(app, person, team)
    return { params: await runnerJob(app, person, team, 'queued') }
  }),
  'POST /reports/junit': byKey(201, async (app, person, team) => {
    await project(app, person, team)
    return { bytes: { type: 'application/xml', data: report } }
  }),
} satisfies Partial<Record<RouteName, Example>>
