import { expect, test, vi } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { html } from '#tests/site.ts'
import { ran, resultOf } from './runs.fixture.ts'
import { shop } from './shop.fixture.ts'
import { drainBrowserWork } from './worker.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

test('steps written by hand are taken, on another address of the site as well; re-run, compare, trend', async () => {
  const { person, site, projectId } = await shop(app, 'Ada Steps')
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
