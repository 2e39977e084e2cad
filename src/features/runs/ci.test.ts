import { afterAll, expect, test, vi } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { putOnPlan, use } from '#features/usage/usage.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { streamLasts } from './crawl-events.ts'
import { makeProject } from './runs.fixture.ts'
import { drainBrowserWork } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
afterAll(site.close)

/** A team with a project and a key as a pipeline has one. */
async function pipeline(name: string) {
  const person = await app.person(name)
  const projectId = await makeProject(app, person, `${site.url}/`)
  const { id: keyId, secret } = await makeKey(person, { scopes: ['projects:read', 'runs:read', 'runs:write'] })
  return { person, projectId, keyId, secret, ci: program(app, secret) }
}

/** The events of a stream up to its end, or until it has been told `enough`. */
async function follow(
  secret: string,
  crawlId: string,
  enough: (events: { event: string; data: Record<string, unknown> }[]) => boolean = () => false,
) {
  const ended = new AbortController()
  const answer = await fetch(`${app.address}/api/v1/ci/crawls/${crawlId}/events`, {
    headers: { authorization: `Bearer ${secret}` },
    signal: ended.signal,
  })
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events: { event: string; data: Record<string, unknown> }[] = []
  let text = ''
  const decoder = new TextDecoder()
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, event = ''] = /^event: (.*)$/m.exec(block) ?? []
      if (event) events.push({ event, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') })
    }
    if (enough(events)) break
  }
  ended.abort()
  return events
}

/** The first line of a stream that is a comment. */
async function firstComment(secret: string, crawlId: string): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${secret}` }
  const answer = await fetch(`${app.address}/api/v1/ci/crawls/${crawlId}/events`, { headers })
  let text = ''
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(part)
    const comment = /^:.*$/m.exec(text)?.[0]
    if (comment) return comment
  }
  return undefined
}

test('a crawl and a run from a pipeline, as the protocol has it', async () => {
  const { person, projectId, keyId, secret, ci } = await pipeline('Ada Pipeline')
  const crawl = await ci.send('POST', '/ci/trigger', { crawl: true, maxPages: 10, maxDepth: 3 })
  expect(crawl.status).toBe(202)
  expect(crawl.body).toEqual({
    status: 'crawl_started',
    crawl_id: expect.stringMatching(/^crawl_/),
    project_id: projectId,
    message: expect.any(String),
    dashboardUrl: `${app.config.publicUrl}/crawls/${crawl.body.crawl_id}?team=${person.teamId}`,
  })
  const listening = follow(secret, crawl.body.crawl_id)
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
  const replay = await follow(secret, crawl.body.crawl_id)
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
  const { person, projectId, ci } = await pipeline('Ada Chooses')
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
  const { person, projectId, keyId, ci } = await pipeline('Ada Guarded')
  const other = await pipeline('Zoe Other')
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
  const { person, ci } = await pipeline('Ada Limits')
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

test('the stream: cancelled is a failure, an interrupted listener can come back, and half an hour is the end', async () => {
  const { person, secret, ci } = await pipeline('Ada Stream')
  const { body } = await ci.send('POST', '/ci/trigger', { crawl: true })
  const first = await follow(secret, body.crawl_id, (events) => events.length >= 2)
  expect(first.map(({ event }) => event)).toEqual(['connected', 'crawl_progress'])
  let heard = 0
  const again = follow(secret, body.crawl_id, ({ length }) => {
    heard = length
    return false
  })
  await expect.poll(() => heard).toBe(2)
  app.clock.advance(streamLasts + minutes(1))
  expect((await again).at(-1)?.event).toBe('timeout')
  const last = follow(secret, body.crawl_id)
  await person.browser.post('/auth/sessions', { email: person.email, password: person.password })
  await person.browser.post(`/teams/${person.teamId}/crawls/${body.crawl_id}/cancellation`)
  expect((await last).at(-1)?.data).toEqual({ type: 'done', result: 'failed' })
})

test('a runner of one’s own: takes each job once, waits for one, hands in what it found', async () => {
  const { ci, person, secret } = await pipeline('Ada Runner')
  expect((await ci.send('POST', '/runner/heartbeat', { runnerId: 'runner-1', hostname: 'build.local' })).body).toEqual({
    ok: true,
  })
  const waiting = ci.get('/runner/jobs/next')
  const queued = await ci.send('POST', '/runner/enqueue', { url: 'http://intranet.local/', note: 'nightly' })
  expect(queued.body).toEqual({ jobId: expect.stringMatching(/^job_/) })
  expect((await waiting).body).toEqual({ id: queued.body.jobId, url: 'http://intranet.local/', note: 'nightly' })
  expect((await ci.get(`/runner/jobs/${queued.body.jobId}`)).body).toMatchObject({
    job: { status: 'running' },
    result: null,
  })
  const result = {
    ok: true,
    target: 'http://intranet.local/',
    homeStatus: 200,
    title: 'Home',
    responseMs: 12.5,
    server: 'nginx',
    pagesChecked: 3,
    brokenLinks: [],
    runBy: 'runner-1',
    error: null,
  }
  expect((await ci.send('POST', `/runner/jobs/${queued.body.jobId}/result`, result)).status).toBe(200)
  expect((await ci.send('POST', `/runner/jobs/${queued.body.jobId}/result`, result)).body.code).toBe('taken_over')
  expect((await ci.get(`/runner/jobs/${queued.body.jobId}`)).body).toMatchObject({
    job: { status: 'completed' },
    result,
  })
  const other = program(app, (await makeKey(person, { scopes: ['runs:write'] })).secret)
  const many = await Promise.all(
    Array.from({ length: 4 }, () => ci.send('POST', '/runner/enqueue', { url: 'http://intranet.local/' })),
  )
  const taken = await Promise.all([ci, other, ci, other].map((one) => one.get('/runner/jobs/next')))
  expect(new Set(taken.map(({ body }) => body.id))).toEqual(new Set(many.map(({ body }) => body.jobId)))
  // A runner that took a job and died: five minutes later another has it.
  app.clock.advance(minutes(6))
  expect((await other.get('/runner/jobs/next')).status).toBe(200)
  expect((await program(app, `${secret}x`).get('/runner/jobs/next')).status).toBe(401)
})

test('an idle runner is answered 204 after a while; a quiet stream says meanwhile that it is still there', async () => {
  const { ci, secret, person } = await pipeline('Ada Idle')
  const { body } = await ci.send('POST', '/ci/trigger', { crawl: true })
  const [answer, comment] = await Promise.all([ci.get('/runner/jobs/next'), firstComment(secret, body.crawl_id)])
  expect(comment).toMatch(/^: /)
  await app.sql('DELETE FROM browser_work WHERE team_id = $1', [person.teamId])
  expect([answer.status, answer.text]).toEqual([204, ''])
})

test('a JUnit report is a run like any other; hostile XML is refused', async () => {
  const { person, ci } = await pipeline('Ada Junit')
  const report = `<?xml version="1.0"?><testsuites><testsuite name="Checkout"><testcase name="pays" classname="Checkout" time="1.5"/>
    <testcase name="refunds" classname="Money" time="0.25"><failure message="expected 5 but got 4">at line 3</failure></testcase>
    <testcase name="later"><skipped/></testcase></testsuite></testsuites>`
  const send = (xml: string | Buffer, type = 'application/xml', query = '') =>
    ci.send('POST', `/reports/junit${query}`, Buffer.from(xml), { headers: { 'content-type': type } })
  const answer = await send(report, 'application/xml', '?name=Cypress')
  expect(answer.body).toMatchObject({ status: 'failed', runType: 'report', projectName: 'Shop' })
  const { body } = await ci.get(`/ci/runs/${answer.body.id}`)
  expect(body).toMatchObject({
    status: 'failed',
    exitCode: 1,
    totalCases: 3,
    passedCases: 1,
    failedCases: 1,
    skippedCases: 1,
  })
  expect(body.cases[1]).toMatchObject({
    name: 'Money › refunds',
    suiteName: 'Checkout',
    errorMessage: 'expected 5 but got 4',
    durationMs: 250,
  })
  await burstOver(app)
  expect((await app.mail(person.email)).at(-1)?.subject).toBe('1 of 3 tests failed: Shop')
  const hostile = [
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><testsuites><testsuite name="&b;"><testcase name="x"/></testsuite></testsuites>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><testsuites/>',
    '<testsuites><testsuite><testcase name="&xxe;"/></testsuite></testsuites>',
    '<testsuites>',
    '<html><testcase name="x"/></html>',
    `${'<testsuite>'.repeat(30)}${'</testsuite>'.repeat(30)}`,
    `<testsuites><testsuite>${'<testcase name="x"/>'.repeat(10_001)}</testsuite></testsuites>`,
    '<testsuites></testsuites>',
    '',
    'PK\u0003\u0004',
  ]
  for (const xml of hostile) expect((await send(xml)).body.code, xml.slice(0, 60)).toBe('not_junit')
  expect((await send(Buffer.from([0x3c, 0xff, 0xfe]))).body.code).toBe('not_junit')
  expect((await send(`<testsuites>${' '.repeat(6 * 1024 * 1024)}</testsuites>`)).status).toBe(413)
  expect((await send('{}', 'application/json')).status).toBeGreaterThanOrEqual(400)
})
