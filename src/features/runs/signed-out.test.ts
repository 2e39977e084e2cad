import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, expect, test, vi } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { makeProject, ran } from './runs.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const form = '<form method="post" action="/session"><button>Sign in</button></form>'

const signedIn = ({ headers }: IncomingMessage) => headers.cookie?.includes('session=1') ?? false
const page = (title: string) => (request: IncomingMessage, response: ServerResponse) =>
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end(html(signedIn(request) ? 'Welcome back, Ada' : title, signedIn(request) ? '' : form))

/** A team with a project for a site that knows who is signed in, and a way to write suites for it. */
async function members(name: string) {
  const person = await app.person(name)
  const site = await openSite({
    '/': page('Members only'),
    '/prices': page('Prices'),
    '/session': (_request, response) =>
      response.writeHead(303, { 'set-cookie': 'session=1; Path=/; HttpOnly', location: '/' }).end(),
  })
  afterAll(site.close)
  const projectId = await makeProject(app, person, `${site.url}/`)
  const suite = async (path: string, ...definitions: object[]) => {
    const wanted = { name: `Suite ${path}`, pageUrl: `${site.url}${path}` }
    const { body } = await person.browser.post(`/teams/${person.teamId}/projects/${projectId}/suites`, wanted)
    for (const [at, definition] of definitions.entries()) {
      const made = await person.browser.post(`/teams/${person.teamId}/suites/${body.id}/cases`, {
        name: `Test ${at + 1}`,
        definition,
      })
      if (made.status !== 201) throw new Error(made.text)
    }
  }
  return { person, site, projectId, suite }
}

const titled = (title: string) => ({ kind: 'heading', params: { title, heading: title } })
const signIn = (then: string) => ({
  kind: 'steps',
  params: {
    steps: [
      { do: 'goto', url: '/' },
      { do: 'click', target: 'text=Sign in' },
      { do: 'expectText', text: then },
    ],
  },
})

test('a test that signs in leaves nobody signed in: neither on its own page nor on that of the next suite', async () => {
  const { person, projectId, suite } = await members('Ada In')
  await suite('/', signIn('Welcome back'), titled('Members only'))
  await suite('/prices', titled('Prices'))
  const { run, cases } = await ran(app, person, projectId)
  expect(cases.map(({ state, flaky, message }) => [state, flaky, message])).toEqual(
    Array.from({ length: 3 }, () => ['passed', false, null]),
  )
  expect(run.state).toBe('completed')
})

test('the second try of a test begins as the first did, without what that one left behind', async () => {
  const { person, site, projectId, suite } = await members('Ada Twice')
  // The first look is answered with a cookie; whoever comes back with it is known here.
  site.set('/prices', (request, response) => {
    if (signedIn(request)) return page('Prices')(request, response)
    return response
      .writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'session=1; Path=/' })
      .end(html('Hello, stranger', ''))
  })
  await suite('/prices', titled('Welcome back, Ada'))
  const { cases } = await ran(app, person, projectId)
  expect(cases).toMatchObject([{ state: 'failed', flaky: false, failureType: 'content' }])
  const looks = site.requests.filter(({ path }) => path === '/prices')
  expect(looks.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
})
