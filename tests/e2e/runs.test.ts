import { afterAll, expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { makeProject } from '#features/runs/runs.fixture.ts'
import { drainBrowserWork, startBrowserWorker } from '#features/runs/worker.ts'
import { html, openSite } from '#tests/site.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

const slack = await slackServer()
afterAll(() => slack.close())
const stage = await openStage(slack.settings)
const { app } = stage

const open = async () => {
  const site = await openSite({
    '/': html(
      'Corner Shop',
      '<form name="search"><label>Words <input name="q"></label></form><a href="/about">About us</a><a href="/gone">Old page</a>',
    ),
    '/about': html('About us', '<p>A shop on the corner.</p>'),
  })
  afterAll(site.close)
  return site
}

test('from a pipeline’s key to the failed run, the letter, the Slack message, the use and the audit row', async () => {
  const ada = await app.person('Ada Chain')
  const site = await open()
  await makeProject(app, ada, `${site.url}/`, { name: 'Corner Shop' })
  const team = `/teams/${ada.teamId}`
  const webhook = { url: `${slack.url}/services/T00/B00/secret`, label: '#alerts' }
  expect((await ada.browser.put(`${team}/slack/webhook`, webhook)).status).toBe(200)
  const both = { type: 'test-failures', choices: ['email', 'slack'] }
  expect((await ada.browser.put(`${team}/notifications/preferences`, both)).status).toBeLessThan(300)
  slack.posted.length = 0
  const { id: keyId, secret } = await makeKey(ada, {
    name: 'CI main',
    scopes: ['projects:read', 'runs:read', 'runs:write'],
  })
  const ci = program(app, secret, 'github-actions')
  await ci.send('POST', '/ci/trigger', { crawl: true })
  await drainBrowserWork(app.platform)
  site.set('/about', (_request, response) => response.writeHead(500).end())
  site.set(
    '/',
    html(
      'Corner Shop',
      '<div style="background:teal;height:300px"></div><a href="/about">About us</a><a href="/gone">Old page</a>',
    ),
  )
  const { body } = await ci.send('POST', '/ci/trigger', {})
  await drainBrowserWork(app.platform)
  expect((await ci.get(`/ci/runs/${body.id}`)).body).toMatchObject({ isFinished: true, exitCode: 1, status: 'failed' })

  await burstOver(app)
  const letter = (await app.mail(ada.email)).find(({ subject }) => subject.includes('tests failed'))
  expect(letter?.text).toContain('Corner Shop')
  const told = slack.posted.find(({ text }) => text.includes('tests failed'))
  expect(told?.text).toContain('Corner Shop')
  const message = JSON.stringify(told?.blocks)
  for (const fact of ['*Status*', '*Project*', '*Passed*', '*Failed*', '*Skipped*', '*Duration*', `/runs/${body.id}`])
    expect(message).toContain(fact)
  const failures = told?.blocks.flatMap((block) => JSON.stringify(block).match(/• /g) ?? [])
  expect(failures).toHaveLength(3)
  expect(slack.posted.filter(({ text }) => text.includes('tests failed'))).toHaveLength(1)
  const link = /https?:\/\/\S*\/runs\/run_\S*/.exec(letter?.text ?? '')?.[0] ?? ''
  const page = await stage.signedIn(ada)
  await page.goto(link)
  await page.getByRole('heading', { name: 'Corner Shop: All tests' }).waitFor()
  await page.getByText('The server answered 500.').first().waitFor()
  await page.getByText('6 more tests failed for the same reason').click()
  await page.getByText('CI main').waitFor()
  const images = page.getByAltText('Corner Shop, difference')
  await images.scrollIntoViewIfNeeded()
  await expect
    .poll(() => images.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
    .toBe(1280)
  await lookAt(page, 'run-failed')
  await page.getByRole('button', { name: 'Reject' }).click()
  await page.getByText('Rejected').waitFor()
  await page.getByRole('button', { name: 'Run failed again' }).click()
  await page.getByText('Waiting for a browser.').waitFor()
  // A look at the tests taken before the run is over arrives after its end: it must not stay the last one.
  let late: (() => Promise<void>) | undefined
  await page.route(
    '**/runs/*/cases',
    async (route) => {
      const early = await route.fetch()
      late = () => route.fulfill({ response: early }).catch(() => {}) // it may have been given up
    },
    { times: 1 },
  )
  await expect.poll(() => late, { timeout: 20_000 }).toBeDefined()
  await drainBrowserWork(app.platform)
  await page.getByText('Waiting for a browser.').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Run all again' }).waitFor()
  await late?.()
  await page.getByRole('button', { name: 'Accept as the new look' }).click()
  await page.getByText('Accepted').waitFor()

  const [used] = await app.sql<{ n: number }>(
    "SELECT sum(amount)::int AS n FROM usage_events WHERE team_id = $1 AND key_id = $2 AND meter = 'runs'",
    [ada.teamId, keyId],
  )
  expect(used?.n).toBe(1)
  const [row] = await app.sql(
    "SELECT actor_kind, actor_id FROM audit_log WHERE log_id = $1 AND action = 'ci.triggered' AND target_id = $2",
    [ada.teamId, body.id],
  )
  expect(row).toEqual({ actor_kind: 'key', actor_id: keyId })
  await page.getByRole('link', { name: '← All runs' }).click()
  await page.getByRole('heading', { name: 'Runs' }).waitFor()
  await lookAt(page, 'runs')
  await page.getByLabel('State').selectOption('completed')
  await page.getByText('No run fits these filters').waitFor()
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await page
    .getByRole('link', { name: /All tests/ })
    .first()
    .waitFor()
}, 180_000)

test('a crawl is followed live, and what was found of a page can be opened', async () => {
  const ben = await app.person('Ben Crawls')
  const site = await open()
  let release = () => {}
  const slow = new Promise<void>((resolve) => {
    release = resolve
  })
  site.set(
    '/about',
    (_request, response) =>
      void slow.then(() => response.writeHead(200, { 'content-type': 'text/html' }).end(html('About us', ''))),
  )
  const projectId = await makeProject(app, ben, `${site.url}/`, { name: 'Corner Shop' })
  const page = await stage.signedIn(ben)
  await page.goto(`/projects/${projectId}`)
  await page.getByText('How far a crawl goes').click()
  await page.getByLabel('At most').selectOption('50 pages')
  await page.getByLabel('From the start').selectOption('3 links deep')
  await lookAt(page, 'project-crawl-now')
  await page.getByRole('button', { name: 'Crawl now' }).click()
  await page.getByText('At most 50 pages, 3 links deep, as robots.txt allows').waitFor()
  await page.getByText('Waiting for a browser.').first().waitFor()
  const worker = startBrowserWorker(app.platform)
  await page
    .getByText(/of 3 pages found so far/)
    .first()
    .waitFor({ timeout: 60_000 })
  await lookAt(page, 'crawl-running')
  release()
  await page.getByText('2 new suites').waitFor({ timeout: 60_000 })
  await worker.stop()
  await page.getByText('What was found').first().click()
  await page.getByText('Security headers not sent').waitFor()
  await lookAt(page, 'crawl-done')
  await page.getByRole('link', { name: 'See them in the project' }).click()
  await page.getByRole('heading', { name: 'Testing' }).waitFor()
  await page.getByRole('button', { name: 'Run all tests' }).click()
  await page.getByRole('heading', { name: 'Corner Shop: All tests' }).waitFor()
  await page.getByRole('button', { name: 'Cancel run' }).click()
  await page.getByText('Cancelled').first().waitFor()
  await page.getByRole('button', { name: 'Run all again' }).click()
  await page.getByRole('link', { name: 'the run before' }).waitFor()
  let letGo = () => {}
  site.set('/about', (request, response) => {
    const answer = () => void response.writeHead(200, { 'content-type': 'text/html' }).end(html('About us', ''))
    if (request.method === 'GET') letGo = answer
    else answer()
  })
  const again = startBrowserWorker(app.platform)
  await page.getByText('9 of 16 tests done.').waitFor({ timeout: 60_000 })
  await lookAt(page, 'run-live')
  letGo()
  site.set('/about', html('About us', ''))
  await page.getByText('16 of 16 passed').waitFor({ timeout: 60_000 })
  await again.stop()

  const since = (days: number) => new Date(app.clock.now().getTime() - days * 86_400_000)
  for (const [days, failed] of [9, 8, 7, 6, 5, 4, 3, 2, 1].map(
    (days) => [days, days === 6 ? 5 : days === 5 ? 2 : 0] as const,
  ))
    await app.sql(
      `INSERT INTO runs SELECT (jsonb_populate_record(r, $2)).* FROM runs r WHERE team_id = $1 AND state = 'completed' LIMIT 1`,
      [
        ben.teamId,
        JSON.stringify({
          id: `run_${String(10 - days).padStart(26, '0')}`,
          state: failed > 0 ? 'failed' : 'completed',
          created_at: since(days),
          started_at: since(days),
          finished_at: new Date(since(days).getTime() + 41_000 + days * 700),
          passed_cases: 16 - failed,
          failed_cases: failed,
        }),
      ],
    )
  await page.goto(`/projects/${projectId}`)
  await page.getByRole('img', { name: 'The last 10 runs: 8 passed. The latest: passed.' }).waitFor()
  await lookAt(page, 'project-testing')
  await page.getByRole('checkbox', { name: 'Choose About us' }).check()
  await page.getByRole('button', { name: 'Run the chosen suite', exact: true }).waitFor()
  await page.getByRole('checkbox', { name: 'Choose Corner Shop' }).check()
  await lookAt(page, 'project-choosing')
  await page.getByRole('button', { name: 'Run the 2 chosen suites' }).click()
  await page.getByRole('heading', { name: 'Corner Shop: 2 suites' }).waitFor()
  await page.goto(`/projects/${projectId}`)
  await page.getByRole('link', { name: 'About us', exact: true }).click()
  await page.getByRole('button', { name: 'Run this suite' }).click()
  await page.getByRole('heading', { name: 'Corner Shop: About us' }).waitFor()
  await page.goto('/runs')
  await page.getByRole('link', { name: 'Corner Shop: About us' }).waitFor()
  await lookAt(page, 'runs-many')
}, 180_000)
