import { afterAll, expect, test, vi } from 'vitest'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { putOnPlan, use } from '#features/usage/usage.fixture.ts'
import { days, minutes, seconds } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { dropOldResults } from './drop-old-results.ts'
import { crawled, makeProject, ran, resultOf } from './runs.fixture.ts'
import { startScheduled } from './start-scheduled.ts'
import { drainBrowserWork, startBrowserWorker } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

const good = (more = '', title = 'Shop') =>
  html(title, `<form name="f"><label>Words <input name="q"></label></form><a href="/about">About</a>${more}`)

/** A team with a site that was crawled. */
async function shop(name: string) {
  const person = await app.person(name)
  const site = await openSite({ '/': good(), '/about': html('About', '<p>Us</p>') })
  afterAll(site.close)
  const projectId = await makeProject(app, person, `${site.url}/`)
  await crawled(app, person, projectId)
  return { person, site, projectId }
}

test('a site as it was: everything passes, and nobody is written to', async () => {
  const { person, projectId } = await shop('Ada Fine')
  const { run, cases } = await ran(app, person, projectId)
  expect(run).toMatchObject({ state: 'completed', title: 'All tests', failedCases: 0, reviewCases: 0, flakyCases: 0 })
  expect(cases.every(({ state }) => state === 'passed')).toBe(true)
  expect(run.totalCases).toBe(cases.length)
  expect(run.totalCases).toBeGreaterThan(14)
  expect((await app.mail(person.email)).filter(({ subject }) => subject.includes('failed'))).toEqual([])
})

test('every kind of regression is found, told with what was seen, and in one letter', async () => {
  const { person, site, projectId } = await shop('Ada Broken')
  site.set(
    '/',
    html(
      'Sale',
      `<form name="f"></form><a href="/about">About</a><img src="/new.png"><script>console.error('oh no')</script><p style="margin-top:90px;background:red;height:200px">Big</p>`,
    ),
  )
  site.set('/about', (_request, response) => response.writeHead(500).end('sorry'))
  const { run, cases } = await ran(app, person, projectId)
  expect(run.state).toBe('failed')
  const of = (suite: string, name: string) => cases.find((one) => one.suiteName === suite && one.name === name)
  expect(of('Shop', 'Page loads')).toMatchObject({ state: 'passed' })
  expect(of('Shop', 'Title and main heading')).toMatchObject({
    failureType: 'content',
    message: expect.stringContaining('“Sale” instead of “Shop”'),
  })
  expect(of('Shop', 'No new console errors')).toMatchObject({
    failureType: 'console',
    message: expect.stringContaining('oh no'),
  })
  expect(of('Shop', 'No failed requests')).toMatchObject({
    failureType: 'network',
    message: expect.stringContaining('/new.png'),
  })
  expect(of('Shop', 'Links on the page work')).toMatchObject({
    failureType: 'links',
    message: expect.stringContaining('/about'),
  })
  expect(of('Shop', 'Forms and their fields')).toMatchObject({
    failureType: 'forms',
    message: 'Form 1 has no field “Words”.',
  })
  expect(of('Shop', 'Accessibility no worse')).toMatchObject({
    failureType: 'accessibility',
    message: expect.stringContaining('image-alt'),
  })
  expect(of('About', 'Page loads')).toMatchObject({
    state: 'failed',
    failureType: 'page_load',
    message: 'The server answered 500.',
  })
  expect(of('Shop', 'Looks the same')).toMatchObject({
    state: 'needs_review',
    pictureId: expect.any(String),
    baselineId: expect.any(String),
    diffId: expect.any(String),
  })
  expect(of('About', 'Page loads').pictureId).not.toBeNull()
  expect(of('About', 'Page loads').trace[0]).toMatchObject({ says: `Go to ${site.url}/about`, ok: false })
  await burstOver(app)
  const letters = (await app.mail(person.email)).filter(({ subject }) => subject.includes('tests failed'))
  expect(letters).toHaveLength(1)
  expect(letters[0]?.text).toContain(`/runs/${run.id}`)
  expect(letters[0]?.text.match(/•/g)).toHaveLength(3)
})

test('a changed picture waits for a person: accepted it is the new one, rejected it is a failure', async () => {
  const { person, site, projectId } = await shop('Ada Looks')
  const paint = (colour: string) => site.set('/', good(`<div style="background:${colour};height:300px"></div>`))
  paint('teal')
  const first = await ran(app, person, projectId)
  expect(first.run).toMatchObject({ state: 'needs_review', reviewCases: 1 })
  const changed = first.named('Looks the same')
  const review = (id: string, position: number, verdict: string) =>
    person.browser.post(`/teams/${person.teamId}/runs/${id}/cases/${position}/review`, { verdict })
  const both = await Promise.all([
    review(first.run.id, changed.position, 'accepted'),
    review(first.run.id, changed.position, 'accepted'),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await resultOf(person, first.run.id)).toMatchObject({ run: { state: 'completed', reviewCases: 0 } })
  expect((await ran(app, person, projectId)).run.state).toBe('completed')
  paint('crimson')
  const second = await ran(app, person, projectId)
  await review(second.run.id, changed.position, 'rejected')
  expect((await resultOf(person, second.run.id)).run).toMatchObject({ state: 'failed', failedCases: 1 })
  const rows = await app.sql(
    "SELECT details ->> 'verdict' AS v FROM audit_log WHERE log_id = $1 AND action = 'baseline.reviewed' ORDER BY at, id",
    [person.teamId],
  )
  expect(rows).toEqual([{ v: 'accepted' }, { v: 'rejected' }])
})

test('what passes on the second try is flaky, not failed', async () => {
  const { person, site, projectId } = await shop('Ada Flaky')
  let visits = 0
  site.set('/about', (_request, response) => {
    visits += 1
    if (visits === 1) response.writeHead(503).end('busy')
    else response.writeHead(200, { 'content-type': 'text/html' }).end(html('About', '<p>Us</p>'))
  })
  const suites = await app.sql<{ id: string }>("SELECT id FROM suites WHERE team_id = $1 AND name = 'About'", [
    person.teamId,
  ])
  const { run, cases } = await ran(app, person, projectId, { suiteIds: suites.map(({ id }) => id) })
  expect(run).toMatchObject({ state: 'completed', title: 'About', failedCases: 0 })
  expect(run.flakyCases).toBeGreaterThan(0)
  expect(cases.filter(({ flaky }) => flaky).every(({ state }) => state === 'passed')).toBe(true)
})

test('steps written by hand are taken, on another address of the site as well; re-run, compare, trend', async () => {
  const { person, site, projectId } = await shop('Ada Steps')
  site.set('/find', (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(html('Found', `<p>You looked for ${new URL(request.url ?? '', 'http://x').searchParams.get('q')}</p>`)),
  )
  site.set(
    '/',
    html('Shop', '<form action="/find"><label>Words <input name="q"></label><button>Search</button></form>'),
  )
  const [suite] = await app.sql<{ id: string }>("SELECT id FROM suites WHERE team_id = $1 AND name = 'Shop'", [
    person.teamId,
  ])
  const steps = [
    { do: 'goto', url: '/' },
    { do: 'fill', target: 'input[name=q]', value: 'shoes' },
    { do: 'click', target: 'text=Search' },
    { do: 'expectUrl', url: '/find?q=shoes' },
    { do: 'expectText', text: 'You looked for shoes' },
  ]
  await app.sql(
    "INSERT INTO cases VALUES ($1, 'case_steps', $2, 'Search', 'steps', $3, 'manual', false, true, 'high', 99, 1, $4)",
    [person.teamId, suite?.id, JSON.stringify({ steps }), app.clock.now()],
  )
  const first = await ran(app, person, projectId, { caseIds: ['case_steps'], baseUrl: site.url })
  expect(first.run).toMatchObject({ state: 'completed', title: 'Shop – Search' })
  expect(first.cases[0].trace.map(({ says, ok }: { says: string; ok: boolean }) => [says, ok])).toEqual([
    ['Go to /', true],
    ['Fill in input[name=q]', true],
    ['Click text=Search', true],
    ['Expect the address /find?q=shoes', true],
    ['Expect the text “You looked for shoes”', true],
  ])
  expect(
    (await person.browser.post(`/teams/${person.teamId}/runs`, { projectId, baseUrl: 'https://elsewhere.example/' }))
      .body.code,
  ).toBe('not_on_site')
  site.set('/find', html('Found', '<p>Nothing</p>'))
  const second = await ran(app, person, projectId, { caseIds: ['case_steps'] })
  expect(second.cases[0]).toMatchObject({
    state: 'failed',
    failureType: 'step',
    message: 'Step 5 (Expect the text “You looked for shoes”): it was not there within 10 seconds.',
    pictureId: expect.any(String),
  })
  const comparison = (await person.browser.get(`/teams/${person.teamId}/runs/${second.run.id}/comparison`)).body
  expect(comparison).toMatchObject({ before: { id: first.run.id }, broken: [{ name: 'Search' }], mended: [], added: 0 })
  site.set('/find', html('Found', '<p>You looked for shoes</p>'))
  const again = await person.browser.post(`/teams/${person.teamId}/runs/${second.run.id}/rerun`, { only: 'failed' })
  expect(again.body).toMatchObject({ state: 'queued', totalCases: 1, rerunOf: second.run.id })
  await drainBrowserWork(app.platform)
  expect((await resultOf(person, again.body.id)).run.state).toBe('completed')
  expect(
    (await person.browser.post(`/teams/${person.teamId}/runs/${again.body.id}/rerun`, { only: 'failed' })).body.code,
  ).toBe('nothing_to_run')
  const trend = (await person.browser.get(`/teams/${person.teamId}/projects/${projectId}/trend`)).body
  expect(trend.items.map(({ state }: { state: string }) => state)).toEqual(['completed', 'failed', 'completed'])
  const strategies = await Promise.all(
    ['smoke', 'high-priority', 'recent-failures', 'regression-risk'].map((strategy) =>
      person.browser.post(`/teams/${person.teamId}/runs`, { projectId, strategy }),
    ),
  )
  expect(strategies.map(({ body }) => body.totalCases)).toEqual([2, 4, 1, 4])
  for (const { body } of strategies) await person.browser.post(`/teams/${person.teamId}/runs/${body.id}/cancellation`)
})

test('runs over the plan’s concurrency are queued, teams take turns, and a cancelled run stops', async () => {
  const { person: free, projectId, site: mySite } = await shop('Ada Queue')
  const { person: other, projectId: others, site: theirSite } = await shop('Zoe Queue')
  await app.sql('UPDATE teams SET trial_ends_at = NULL WHERE id = ANY($1)', [[free.teamId, other.teamId]])
  const ask = async (person: typeof free, project: string) => {
    app.clock.advance(seconds(1))
    return (await person.browser.post(`/teams/${person.teamId}/runs`, { projectId: project, strategy: 'smoke' })).body
  }
  const mine = [await ask(free, projectId), await ask(free, projectId), await ask(free, projectId)]
  const turns: string[] = []
  for (const [site, name] of [
    [mySite, 'mine'],
    [theirSite, 'theirs'],
  ] as const)
    site.set('/about', (_request, response) => {
      turns.push(name)
      response.writeHead(200, { 'content-type': 'text/html' }).end(html('About', '<p>Us</p>'))
    })
  const theirs = await ask(other, others)
  expect(mine.map(({ state, waitsBehind }) => [state, waitsBehind])).toEqual([
    ['queued', 0],
    ['queued', 1],
    ['queued', 2],
  ])
  const cancelled = await free.browser.post(`/teams/${free.teamId}/runs/${mine[2].id}/cancellation`)
  expect(cancelled.body).toMatchObject({ state: 'cancelled', skippedCases: 2 })
  expect((await free.browser.post(`/teams/${free.teamId}/runs/${mine[2].id}/cancellation`)).body.code).toBe(
    'over_already',
  )
  await drainBrowserWork(app.platform)
  // One browser for all: whoever asked often and first has no two turns before another has one.
  expect(turns.slice(0, 3).sort()).toEqual(['mine', 'mine', 'theirs'])
  expect(turns[0] === 'theirs' || turns[1] === 'theirs').toBe(true)
  expect((await resultOf(free, mine[1].id)).run.state).toBe('completed')
  expect((await resultOf(other, theirs.id)).run.state).toBe('completed')
})

test('a run whose worker died is taken over within 30 seconds; what was tested is not tested again, and it is counted once', async () => {
  const { person, site, projectId } = await shop('Ada Killed')
  let stuck = true
  site.set('/about', (_request, response) => {
    if (!stuck) response.writeHead(200, { 'content-type': 'text/html' }).end(html('About', '<p>Us</p>'))
  })
  const before = site.visits.filter((path) => path === '/').length
  const asked = await person.browser.post(`/teams/${person.teamId}/runs`, { projectId })
  const worker = startBrowserWorker(app.platform)
  await expect.poll(() => site.visits.at(-1), { timeout: 60_000 }).toBe('/about')
  await app.sql("UPDATE browser_work SET held_by = 'hold_dead' WHERE id = $1", [asked.body.id])
  stuck = false
  app.clock.advance(seconds(21))
  await drainBrowserWork(app.platform)
  // The first worker, alive in truth, may have been the one that took it over.
  await expect
    .poll(async () => (await resultOf(person, asked.body.id)).run.state, { timeout: 60_000 })
    .toBe('completed')
  await worker.stop()
  const { run } = await resultOf(person, asked.body.id)
  expect(run.failedCases).toBe(0)
  expect(run.passedCases).toBe(run.totalCases)
  // The start page was tested by the first worker; the second only asked whether links to it are alive.
  expect(
    site.requests.filter(({ path, method }) => path === '/' && method === 'GET').length - before,
  ).toBeLessThanOrEqual(2)
  const [used] = await app.sql<{ n: number }>(
    'SELECT count(*)::int AS n FROM usage_events WHERE team_id = $1 AND event_id = $2',
    [person.teamId, asked.body.id],
  )
  expect(used?.n).toBe(1)
})

test('a schedule starts its run once, is told of when it ends, and pauses when the plan is used up', async () => {
  const { person, projectId } = await shop('Ada Schedule')
  const due = app.clock.now()
  await app.sql(
    "INSERT INTO schedules (team_id, id, project_id, suite_id, cron, zone, enabled, next_at, created_at) VALUES ($1, 'sch_1', $2, NULL, '0 * * * *', 'UTC', true, $3, $3)",
    [person.teamId, projectId, due],
  )
  await Promise.all([startScheduled(app.platform, due), startScheduled(app.platform, due)])
  const runs = (await person.browser.get(`/teams/${person.teamId}/runs?trigger=schedule`)).body.items
  expect(runs).toMatchObject([{ state: 'queued', askedBy: { kind: 'schedule' } }])
  await drainBrowserWork(app.platform)
  await putOnPlan(app, person.teamId, 'free')
  await burstOver(app)
  const letters = (await app.mail(person.email)).filter(({ subject }) => subject.startsWith('Scheduled run'))
  expect(letters.map(({ subject }) => subject)).toEqual(['Scheduled run passed: Shop'])
  expect(await use(app.platform, person.teamId, app.clock.now(), { amount: 49 })).toBeNull()
  await app.sql('UPDATE schedules SET next_at = $2 WHERE team_id = $1', [person.teamId, app.clock.now()])
  await startScheduled(app.platform, app.clock.now())
  const [schedule] = await app.sql('SELECT enabled, paused_reason FROM schedules WHERE team_id = $1', [person.teamId])
  expect(schedule).toEqual({ enabled: true, paused_reason: 'run_quota' })
  await burstOver(app)
  expect((await app.mail(person.email)).at(-1)?.subject).toBe('Scheduled runs of Shop are paused')
  expect((await person.browser.get(`/teams/${person.teamId}/runs?trigger=schedule`)).body.items).toHaveLength(1)
})

test('results go with the plan’s retention; pictures that cases compare with stay', async () => {
  const { person, site, projectId } = await shop('Ada Kept')
  site.set('/about', html('Changed', ''))
  await ran(app, person, projectId)
  const count = async (table: string) =>
    (await app.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE team_id = $1`, [person.teamId]))[0]?.n
  expect(await count('pictures')).toBeGreaterThan(2)
  app.clock.advance(days(89) + minutes(1))
  await app.sql("INSERT INTO plan_periods VALUES ($1, $2, NULL, 'pro', $2)", [person.teamId, app.clock.now()])
  await dropOldResults(app.platform, app.clock.now())
  expect([await count('runs'), await count('crawls')]).toEqual([1, 1])
  app.clock.advance(days(2))
  await dropOldResults(app.platform, app.clock.now())
  expect([await count('runs'), await count('run_cases'), await count('crawls'), await count('pictures')]).toEqual([
    0, 0, 0, 2,
  ])
})
