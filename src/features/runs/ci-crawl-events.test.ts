import { afterAll, expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { follow, pipeline } from './ci.fixture.ts'
import { streamLasts } from './crawl-events.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
afterAll(site.close)

test('the stream: cancelled is a failure, an interrupted listener can come back, and half an hour is the end', async () => {
  const { person, secret, ci } = await pipeline(app, site.url, 'Ada Stream')
  const { body } = await ci.send('POST', '/ci/trigger', { crawl: true })
  const first = await follow(app, secret, body.crawl_id, (events) => events.length >= 2)
  expect(first.map(({ event }) => event)).toEqual(['connected', 'crawl_progress'])
  let heard = 0
  const again = follow(app, secret, body.crawl_id, ({ length }) => {
    heard = length
    return false
  })
  await expect.poll(() => heard).toBe(2)
  app.clock.advance(streamLasts + minutes(1))
  expect((await again).at(-1)?.event).toBe('timeout')
  const last = follow(app, secret, body.crawl_id)
  await person.browser.post('/auth/sessions', { email: person.email, password: person.password })
  await person.browser.post(`/teams/${person.teamId}/crawls/${body.crawl_id}/cancellation`)
  expect((await last).at(-1)?.data).toEqual({ type: 'done', result: 'failed' })
})
