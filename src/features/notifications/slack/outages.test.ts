import { expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/clock.ts'
import { deliveriesOf, failedRun, tell, tick } from '../telling.fixture.ts'
import { slackApp } from './slack.fixture.ts'
import type { Treatment } from './slack-server.fixture.ts'

const { app, slack, connected, fail, mailed } = await slackApp()

test('“too many” is waited for as long as Slack asks, and nothing overtakes', async () => {
  const ada = await connected('Ada Waits')
  slack.treat = () => 'too many'
  slack.retryAfter = 90
  await fail(ada.teamId, 'first')
  await tell(app, failedRun(ada.teamId, { title: 'other', projectId: 'prj_other' }))
  expect(slack.reached).toBe(1)
  slack.treat = () => 'takes'
  app.clock.advance(seconds(60))
  await tick(app)
  expect(slack.reached).toBe(1)
  app.clock.advance(seconds(30))
  await tick(app)
  app.clock.advance(minutes(5))
  await tick(app)
  expect(slack.posted.map(({ text }) => text)).toEqual(['first', 'other'])
  expect(await mailed(ada)).toEqual([])
})

test('Slack that is down for an hour loses nothing: counts are equal on both sides, and what is still in line comes first, in order', async () => {
  const ada = await connected('Ada Down')
  const faults: Treatment[] = ['breaks', 'drops', 'too many']
  const titles = Array.from({ length: 4 }, (_, i) => `Failure ${i}`)
  slack.treat = () => faults[slack.reached % faults.length] ?? 'breaks'
  const start = app.clock.now().getTime()
  for (const title of titles) await fail(ada.teamId, title)
  while (app.clock.now().getTime() < start + hours(1)) {
    app.clock.advance(minutes(2))
    await tick(app)
  }
  const waiting = await deliveriesOf(app, ada.teamId, 'slack')
  expect(waiting.map(({ state }) => state)).toEqual(titles.map(() => 'waiting'))
  // What failed five times has left the line, so that it holds nobody back; its place is lost.
  const inLine = titles.filter((_title, i) => (waiting[i]?.attempts ?? 0) < 5)
  slack.treat = () => 'takes'
  // What was dropped after Slack had it may come twice: at least once is what is promised.
  slack.posted.length = 0
  app.clock.advance(hours(1))
  await tick(app)
  expect(slack.posted.slice(0, inLine.length).map(({ text }) => text)).toEqual(inLine)
  expect(slack.posted.map(({ text }) => text).sort()).toEqual(titles)
  expect((await deliveriesOf(app, ada.teamId, 'slack')).map(({ state }) => state)).toEqual(titles.map(() => 'sent'))
  expect(await mailed(ada)).toEqual([])
})

test('Slack that is away for fewer than five tries keeps the order: the first in line holds back the others', async () => {
  const ada = await connected('Ada Short')
  const titles = ['third project', 'first project', 'second project']
  for (const title of titles) {
    await tell(app, failedRun(ada.teamId, { title, projectId: `prj_${title.slice(0, 5)}` }))
    await app.drain()
    app.clock.advance(seconds(1))
  }
  slack.treat = () => 'breaks'
  app.clock.advance(minutes(5))
  for (const pause of [seconds(10), seconds(30), minutes(1), minutes(2)]) {
    await tick(app)
    app.clock.advance(pause)
  }
  expect(slack.reached).toBe(4)
  slack.treat = () => 'takes'
  await tick(app)
  expect(slack.posted.map(({ text }) => text)).toEqual(titles)
})

test('Slack that hangs is given up on within seconds and tried again; requests do not wait for it', async () => {
  const ada = await connected('Ada Hangs')
  slack.treat = () => 'hangs'
  await tell(app, failedRun(ada.teamId))
  await app.drain()
  app.clock.advance(minutes(5))
  const sending = tick(app)
  const { status } = await ada.browser.get('/account')
  expect(status).toBe(200)
  expect(slack.posted).toEqual([])
  await sending
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([
    { state: 'waiting', says: 'Slack could not be reached' },
  ])
}, 60_000)
