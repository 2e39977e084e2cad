import { afterAll, expect, test, vi } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { pipeline } from './ci.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
afterAll(site.close)

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

test('a runner of one’s own: takes each job once, waits for one, hands in what it found', async () => {
  const { ci, person, secret } = await pipeline(app, site.url, 'Ada Runner')
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
  const { ci, secret, person } = await pipeline(app, site.url, 'Ada Idle')
  const { body } = await ci.send('POST', '/ci/trigger', { crawl: true })
  const [answer, comment] = await Promise.all([ci.get('/runner/jobs/next'), firstComment(secret, body.crawl_id)])
  expect(comment).toMatch(/^: /)
  await app.sql('DELETE FROM browser_work WHERE team_id = $1', [person.teamId])
  expect([answer.status, answer.text]).toEqual([204, ''])
})
