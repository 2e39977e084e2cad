import { afterAll, expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { slackServer } from './slack/slack-server.fixture.ts'
import { failedRun, tell, tick } from './telling.fixture.ts'

const slack = await slackServer()
const app = await testApp(slack.settings)
afterAll(() => slack.close())

test('the operator sees what became of a message to Slack, with what Slack said and never what it told', async () => {
  const ada = await app.person('Ada Operated')
  const url = `${slack.url}/services/T00/B00/canary-secret`
  await ada.browser.put(`/teams/${ada.teamId}/slack/webhook`, { url, label: '#alerts' })
  await ada.browser.put(`/teams/${ada.teamId}/notifications/preferences`, { type: 'test-failures', choices: ['slack'] })
  const standing = async () => {
    const found: Record<string, unknown[]> = {}
    for (const state of ['failed', 'waiting', 'sent', 'all']) {
      const answer = await app.operator.browser.get(`/operate/notifications?state=${state}`)
      expect(answer.status).toBe(200)
      expect(answer.text).not.toMatch(/Secret words|canary-secret/)
      found[state] = answer.body.items.filter(({ teamId }: { teamId: string }) => teamId === ada.teamId)
    }
    return found
  }

  await tell(app, failedRun(ada.teamId, { title: 'Secret words' }))
  await app.drain()
  const line = { teamId: ada.teamId, type: 'test-failures', channel: 'slack', direct: false }
  expect(await standing()).toMatchObject({
    failed: [],
    waiting: [{ ...line, state: 'waiting' }],
    sent: [],
    all: [{ ...line, state: 'waiting' }],
  })

  slack.treat = () => 'breaks'
  app.clock.advance(minutes(5))
  await tick(app)
  expect((await standing()).waiting).toMatchObject([{ ...line, attempts: 1, says: expect.stringContaining('503') }])

  slack.treat = () => 'takes'
  app.clock.advance(minutes(5))
  await tick(app)
  expect(await standing()).toMatchObject({
    failed: [],
    waiting: [],
    sent: [{ ...line, state: 'sent' }],
    all: [{ ...line, state: 'sent' }],
  })
})

test('a page holds what it is asked to, newest first, and the next one follows', async () => {
  const ada = await app.person('Ada Paged')
  for (const title of ['one', 'two', 'three']) await tell(app, failedRun(ada.teamId, { title }))
  await app.drain()
  const first = await app.operator.browser.get('/operate/notifications?state=all&limit=2')
  const second = await app.operator.browser.get(
    `/operate/notifications?state=all&limit=2&cursor=${first.body.nextCursor}`,
  )
  const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id)
  expect(ids.length).toBeGreaterThan(2)
  expect(ids).toEqual([...ids].sort().reverse())
  expect(new Set(ids).size).toBe(ids.length)
})

test('a state that is none is refused', async () => {
  const answer = await app.operator.browser.get('/operate/notifications?state=lost')
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('state')
})
