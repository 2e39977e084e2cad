import { afterAll, expect, test, vi } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { putOnPlan, use } from '#features/usage/usage.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { follow, pipeline } from './ci.fixture.ts'
import { makeProject } from './runs.fixture.ts'
import { drainBrowserWork } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
afterAll(site.close)

test('a crawl and a run from a pipeline, as the protocol has it', async () => {
  const { person, projectId, keyId, secret, ci } = await pipeline(app, site.url, 'Ada Pipeline')
  const crawl = await ci.send('POST', '/ci/trigger', { crawl: true, maxPages: 10, maxDepth: 3 })
  expect(crawl.status).toBe(202)
  expect(crawl.body).toEqual({
    status: 'crawl_started',
    crawl_id: expect.stringMatching(/^crawl_/),
    project_id: projectId,
    message: expect.any(String),
    dashboardUrl: `${app.config.publicUrl}/crawls/${crawl.body.crawl_id}?team=${person.teamId}`,
  })
  const listening = follow(app, secret, crawl.body.crawl_id)
  await drainBrowserWork(app.platform)
  const events = await listening
  expect(events[0]).toEqual({ event: 'connected', data: { type: 'connected', crawl_id: crawl.body.crawl_id } })
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['crawl_progress', 'crawl_completed', 'ai_generation_progress']),
  )
  expect(events.find(({ event, data }) => event === 'crawl_progress' && data.pagesFound === 2)).toBeDefined()
  expect(events.findLast(({ event }) => event === 'ai_generation_progress')?.data).toMatchObject({
    phase: 'done',
    phase_label: 'Tests are made',
    progress: 100,
  })
  expect(events.at(-1)).toEqual({ event: 'done', data: { type: 'done', result: 'completed' } })
  // Whoever comes late is told the whole story, and its end at once.
  const replay = await follow(app, secret, crawl.body.crawl_id)
  expect(replay.map(({ event }) => event)).toEqual([
    'connected',
    'crawl_progress',
    'crawl_completed',
    'ai_generation_progress',
    'done',
  ])

  const run = await ci.send('POST', '/ci/trigger', undefined)
  expect(run.status).toBe(201)
  expect(run.body).toEqual({
    id: expect.stringMatching(/^run_/),
    project_id: projectId,
    projectName: 'Shop',
    status: 'queued',
    runType: 'project',
    targetIds: [],
    createdAt: app.clock.now().toISOString(),
    dashboardUrl: `${app.config.publicUrl}/runs/${run.body.id}?team=${person.teamId}`,
  })
  const early = await ci.get(`/ci/runs/${run.body.id}`)
  expect(early.body).toMatchObject({ status: 'queued', isFinished: false, passedCases: 0, completed_at: null })
  expect(early.body.cases).toBeUndefined()
  await drainBrowserWork(app.platform)
  const late = await ci.get(`/ci/runs/${run.body.id}`)
  expect(late.body).toMatchObject({
    id: run.body.id,
    status: 'completed',
    isFinished: true,
    exitCode: 0,
    failedCases: 0,
    skippedCases: 0,
    duration_ms: expect.any(Number),
  })
  expect(late.body.cases).toHaveLength(late.body.totalCases)
  expect(late.body.cases[0]).toEqual({
    name: 'Page loads',
    suiteName: 'Shop',
    status: 'passed',
    durationMs: expect.any(Number),
    errorMessage: null,
    failureType: null,
  })
  expect(late.headers.get('x-ratelimit-limit')).toBe('60')
  const rows = await app.sql(
    'SELECT action, actor_kind, actor_id, target_id FROM audit_log WHERE log_id = $1 AND action = $2 ORDER BY at, id',
    [person.teamId, 'ci.triggered'],
  )
  expect(rows).toEqual(
    [crawl.body.crawl_id, run.body.id].map((id) => ({
      action: 'ci.triggered',
      actor_kind: 'key',
      actor_id: keyId,
      target_id: id,
    })),
  )
})

test('suites, cases, strategies and another address of the site', async () => {
  const { person, projectId, ci } = await pipeline(app, site.url, 'Ada Chooses')
  await ci.send('POST', '/ci/trigger', { crawl: true })
  await drainBrowserWork(app.platform)
  const suites = await app.sql<{ id: string }>('SELECT id FROM suites WHERE team_id = $1 ORDER BY position', [
    person.teamId,
  ])
  const cases = await app.sql<{ id: string }>("SELECT id FROM cases WHERE team_id = $1 AND kind = 'loads'", [
    person.teamId,
  ])
  const bySuite = await ci.send('POST', '/ci/trigger', { suiteIds: [suites[0]?.id] })
  expect(bySuite.body).toMatchObject({ runType: 'suites', targetIds: [suites[0]?.id] })
  const byCase = await ci.send('POST', '/ci/trigger', { caseIds: cases.map(({ id }) => id), projectId })
  expect((await ci.get(`/ci/runs/${byCase.body.id}`)).body.totalCases).toBe(2)
  const smoke = await ci.send('POST', '/ci/trigger', {
    selectionStrategy: 'smoke',
    browserProfile: 'chromium',
    baseUrl: site.url,
  })
  expect(smoke.body.runType).toBe('strategy')
  const refused: [body: Record<string, unknown>, status: number, code: string][] = [
    [{ browserProfile: 'firefox' }, 400, 'browser_missing'],
    [{ baseUrl: 'https://elsewhere.example' }, 400, 'not_on_site'],
    [{ selectionStrategy: 'recent-failures' }, 400, 'nothing_to_run'],
    [{ selectionStrategy: 'all' }, 400, 'invalid'],
    [{ suiteIds: ['suite_none'] }, 404, 'not_found'],
    [{ caseIds: ['case_none'] }, 404, 'not_found'],
    [{ projectId: 'prj_none' }, 404, 'not_found'],
  ]
  for (const [body, status, code] of refused) {
    const answer = await ci.send('POST', '/ci/trigger', body)
    expect([answer.status, answer.body.code, typeof answer.body.error], JSON.stringify(body)).toEqual([
      status,
      code,
      'string',
    ])
  }
  await makeProject(app, person, `${site.url}/`, { name: 'Second' })
  expect((await ci.send('POST', '/ci/trigger', {})).body).toMatchObject({ code: 'project_needed', status: 400 })
  expect((await ci.send('POST', '/ci/trigger', { suiteIds: [suites[1]?.id] })).status).toBe(201)
  await app.sql('DELETE FROM browser_work WHERE team_id = $1', [person.teamId])
})

test('V104: keys only, of this team, with the scope, for their projects', async () => {
  const { person, projectId, keyId, ci } = await pipeline(app, site.url, 'Ada Guarded')
  const other = await pipeline(app, site.url, 'Zoe Other')
  const crawl = await ci.send('POST', '/ci/trigger', { crawl: true })
  expect((await other.ci.send('POST', '/ci/trigger', { projectId })).status).toBe(404)
  expect((await other.ci.get(`/ci/crawls/${crawl.body.crawl_id}/events`)).status).toBe(404)
  expect((await person.browser.post('/ci/trigger', {})).status).toBe(401)
  const nonsense = await program(app, 'aegis_live_nonsense').send('POST', '/ci/trigger', {})
  expect([nonsense.status, nonsense.body.error]).toEqual([401, expect.any(String)])
  const reader = program(app, (await makeKey(person, { scopes: ['runs:read'] })).secret)
  expect((await reader.send('POST', '/ci/trigger', {})).body).toMatchObject({
    code: 'scope_missing',
    scope: 'runs:write',
  })
  await app.sql('UPDATE api_keys SET project_ids = $1 WHERE id = $2', [['prj_none'], keyId])
  expect((await ci.send('POST', '/ci/trigger', {})).status).toBe(404)
  expect((await ci.get(`/ci/crawls/${crawl.body.crawl_id}/events`)).status).toBe(404)
  await app.sql('DELETE FROM browser_work WHERE team_id = $1', [person.teamId])
})

test('402 when the plan is used up, 200 when a crawl cannot start, 429 with the wait', async () => {
  const { person, ci } = await pipeline(app, site.url, 'Ada Limits')
  await app.sql("UPDATE projects SET base_url = 'http://127.0.0.1:5432/' WHERE team_id = $1", [person.teamId])
  const failed = await ci.send('POST', '/ci/trigger', { crawl: true })
  expect([failed.status, failed.body.status]).toEqual([200, 'crawl_failed'])
  expect(failed.body).toMatchObject({ error: expect.any(String), message: expect.any(String) })
  await putOnPlan(app, person.teamId, 'free')
  await app.sql('UPDATE projects SET base_url = $2 WHERE team_id = $1', [person.teamId, `${site.url}/`])
  await use(app.platform, person.teamId, app.clock.now(), { meter: 'crawls', amount: 10 })
  const limited = await ci.send('POST', '/ci/trigger', { crawl: true })
  expect([limited.status, limited.body.code, limited.body.meter]).toEqual([402, 'limit_reached', 'crawls'])
  expect(limited.body.error).toMatch(/plan/)
  const answers = await Promise.all(Array.from({ length: 25 }, () => ci.get('/ci/runs/run_none')))
  const slow = answers.find(({ status }) => status === 429)
  expect(slow?.body).toMatchObject({ error: expect.any(String), retryAfter: expect.any(Number) })
  expect(slow?.body.retryAfter).toBeGreaterThan(0)
})
