import { afterAll, expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { slackServer } from './slack/slack-server.fixture.ts'
import { failedRun, tell, tick } from './telling.fixture.ts'

const slack = await slackServer()
const app = await testApp(slack.settings)
afterAll(() => slack.close())

test('half characters and NUL in any text of an event are left out, and it is told', async () => {
  const ada = await app.person('Ada Odd')
  await tell(
    app,
    failedRun(ada.teamId, {
      title: 'half \ud83d, NUL \0, whole 💥',
      says: ['\udca5 said'],
      facts: { Tests: 'a\ud83d\ud83d💥b' },
      items: ['item \ud83d'],
      data: { failures: [{ message: 'cut \ud83d' }], ended: new Date('2027-03-01T09:00:00Z') },
    }),
  )
  app.clock.advance(minutes(5))
  await tick(app)
  const letter = (await app.mail(ada.email)).at(-1)
  expect(letter?.subject).toBe('half , NUL , whole 💥')
  const [{ event } = { event: null }] = await app.sql<{ event: unknown }>(
    'SELECT event FROM notifications WHERE team_id = $1',
    [ada.teamId],
  )
  expect(event).toMatchObject({
    says: [' said'],
    facts: [['Tests', 'a💥b']],
    items: ['item '],
    data: { failures: [{ message: 'cut ' }], ended: '2027-03-01T09:00:00.000Z' },
  })
})

test('what is too long for Slack is cut between characters', async () => {
  const ada = await app.person('Ada Long')
  await ada.browser.put(`/teams/${ada.teamId}/slack/webhook`, { url: `${slack.url}/services/T00/B00/x` })
  const path = `/teams/${ada.teamId}/notifications/preferences`
  await ada.browser.put(path, { type: 'test-failures', choices: ['slack'] })
  const long = '💥'.repeat(200)
  await tell(app, failedRun(ada.teamId, { title: long, items: [long] }))
  app.clock.advance(minutes(5))
  await tick(app)
  expect(slack.posted).toHaveLength(1)
  const [header, , list] = (slack.posted[0]?.blocks ?? []) as { text: { text: string } }[]
  // A header has 150 units and a line 300; the last one is the mark of the cut.
  expect(header?.text.text).toBe(`${'💥'.repeat(74)}…`)
  expect(list?.text.text).toBe(`• ${'💥'.repeat(149)}…`)
})
