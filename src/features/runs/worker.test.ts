import { expect, test, vi } from 'vitest'
import { seconds } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html } from '#tests/site.ts'
import { resultOf } from './runs.fixture.ts'
import { shop } from './shop.fixture.ts'
import { drainBrowserWork, startBrowserWorker } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

test('runs over the plan’s concurrency are queued, teams take turns, and a cancelled run stops', async () => {
  const { person: free, projectId, site: mySite } = await shop(app, 'Ada Queue')
  const { person: other, projectId: others, site: theirSite } = await shop(app, 'Zoe Queue')
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
  const { person, site, projectId } = await shop(app, 'Ada Killed')
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
