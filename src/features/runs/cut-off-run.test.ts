import { afterAll, expect, test, vi } from 'vitest'
import { openCiClient } from '#app/commands/ci/client.ts'
import { runEnded } from '#app/commands/ci/follow.ts'
import { render } from '#app/commands/ci/report.ts'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { hours, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { readJunit } from './read-junit.ts'
import { crawled, makeProject, ran } from './runs.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

test('a run whose time is over has failed, however well it went: the page, the letter, the log and the pipeline say so', async () => {
  const ada = await app.person('Ada Slow')
  const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
  afterAll(site.close)
  const projectId = await makeProject(app, ada, `${site.url}/`)
  await crawled(app, ada, projectId)
  const { secret } = await makeKey(ada, { scopes: ['projects:read', 'runs:read'] })
  let looks = 0
  site.set('/', (_request, response) => {
    if (looks++ === 0) app.clock.advance(hours(1) + minutes(1))
    response.writeHead(200, { 'content-type': 'text/html' }).end(html('Shop', '<a href="/about">About</a>'))
  })

  const { run, cases } = await ran(app, ada, projectId)
  const skipped = cases.filter(({ state }) => state === 'skipped')
  expect(skipped.length).toBeGreaterThan(0)
  expect(skipped.every((one) => one.suiteName === 'About')).toBe(true)
  const problem = `The run took longer than an hour; ${skipped.length} of ${cases.length} tests were not done.`
  expect(run).toMatchObject({ state: 'failed', problem, failedCases: 0, skippedCases: skipped.length })
  expect(run.passedCases).toBe(cases.length - skipped.length)

  await burstOver(app)
  const letter = (await app.mail(ada.email)).at(-1)
  expect(letter?.subject).toBe('A run could not be finished: Shop')
  expect(letter?.text).toContain(problem)
  const [noted] = await app.sql("SELECT details FROM audit_log WHERE log_id = $1 AND action = 'run.finished'", [
    ada.teamId,
  ])
  expect(noted?.details).toMatchObject({ state: 'failed', problem, skipped: skipped.length })

  const result = await runEnded(openCiClient(app.address, secret), run.id)
  expect(result).toMatchObject({ over: true, status: 'failed', exitCode: 1, problem })
  expect(render(result, 'text')).toContain(problem)
  const reported = readJunit(render(result, 'junit'))
  expect(reported.filter(({ state }) => state === 'skipped')).toHaveLength(skipped.length)
  expect(render(result, 'junit')).toContain('<skipped message="The time for one run was over."/>')
})
