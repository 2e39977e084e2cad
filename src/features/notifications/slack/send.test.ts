import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { deliveriesOf, failedRun, tell, tick } from '../telling.fixture.ts'
import { slackApp } from './slack.fixture.ts'

const { app, slack, connected, fail, mailed } = await slackApp()

test('the message says status, suite and project, counts, duration, at most three failures, and where to look', async () => {
  const ada = await connected('Ada Slack')
  const items = ['one', 'two <!channel>', 'three', 'four']
  await tell(app, failedRun(ada.teamId, { items, title: '2 of 12 tests failed: <Shop> & more' }))
  app.clock.advance(minutes(5))
  await tick(app)
  const [posted] = slack.posted
  expect(posted?.path).toBe('/services/T00/B00/canary-secret')
  expect(posted?.text).toBe('2 of 12 tests failed: &lt;Shop&gt; &amp; more')
  expect(posted?.blocks).toMatchObject([
    { type: 'header', text: { type: 'plain_text', text: '2 of 12 tests failed: <Shop> & more' } },
    {
      type: 'section',
      fields: ['Status', 'Project', 'Tests', 'Passed', 'Failed', 'Skipped', 'Duration'].map((label) => ({
        text: expect.stringContaining(`*${label}*`),
      })),
    },
    { type: 'section', text: { type: 'mrkdwn', text: '• one\n• two &lt;!channel&gt;\n• three' } },
    { type: 'actions', elements: [{ url: `${app.config.publicUrl}/runs/run_1?team=${ada.teamId}` }] },
  ])
  expect(await mailed(ada)).toEqual([])
})

test('however many of a team chose Slack, its channel gets one message', async () => {
  const ada = await connected('Ada Many', { choices: ['email', 'slack'] })
  const ben = await app.person('Ben Many')
  await app.join(ben, ada.teamId, 'admin')
  await ben.browser.put(`/teams/${ada.teamId}/notifications/preferences`, { type: 'test-failures', choices: ['slack'] })
  await fail(ada.teamId)
  expect(slack.posted).toHaveLength(1)
  expect((await mailed(ada)).map(({ subject }) => subject)).toEqual(['2 of 12 tests failed: Shop'])
  expect(await mailed(ben)).toEqual([])
  const { body } = await ben.browser.get(`/teams/${ada.teamId}/notifications/deliveries`)
  expect(body.items).toMatchObject([{ channel: 'slack', state: 'sent' }])
})

test('a burst is one message in Slack too', async () => {
  const ada = await connected('Ada Floods')
  for (let i = 0; i < 12; i++) await tell(app, failedRun(ada.teamId, { title: `Failure ${i}` }))
  app.clock.advance(minutes(5))
  await tick(app)
  expect(slack.posted.map(({ text }) => text)).toEqual(['12 × Test Failures in Ada’s team'])
})

test('V121: an address that stopped being allowed is not asked again at sending', async () => {
  const ada = await connected('Ada Moved')
  const sealed = app.platform.sealer.seal(
    `${slack.url.replace('127.0.0.1', 'localhost')}/services/T/B/moved`,
    `slack:${ada.teamId}`,
  )
  await app.sql('UPDATE slack_connections SET secret = $2 WHERE team_id = $1', [ada.teamId, sealed])
  await fail(ada.teamId)
  expect(slack.posted.filter(({ path }) => path.endsWith('/moved'))).toEqual([])
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([{ state: 'waiting' }])
})
