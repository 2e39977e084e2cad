import { expect, test, vi } from 'vitest'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { html } from '#tests/site.ts'
import { ran } from './runs.fixture.ts'
import { shop } from './shop.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

test('a site as it was: everything passes, and nobody is written to', async () => {
  const { person, projectId } = await shop(app, 'Ada Fine')
  const { run, cases } = await ran(app, person, projectId)
  expect(run).toMatchObject({ state: 'completed', title: 'All tests', failedCases: 0, reviewCases: 0, flakyCases: 0 })
  expect(cases.every(({ state }) => state === 'passed')).toBe(true)
  expect(run.totalCases).toBe(cases.length)
  expect(run.totalCases).toBeGreaterThan(14)
  expect((await app.mail(person.email)).filter(({ subject }) => subject.includes('failed'))).toEqual([])
})

test('every kind of regression is found, told with what was seen, and in one letter', async () => {
  const { person, site, projectId } = await shop(app, 'Ada Broken')
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

test('what passes on the second try is flaky, not failed', async () => {
  const { person, site, projectId } = await shop(app, 'Ada Flaky')
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
