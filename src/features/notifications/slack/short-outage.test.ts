import { afterAll, expect, test } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { failedRun, tell, tick } from '../telling.fixture.ts'
import { slackServer } from './slack-server.fixture.ts'

const slack = await slackServer()
const app = await testApp(slack.settings)
afterAll(() => slack.close())

test('Slack that is away for fewer than five tries keeps the order: the first in line holds back the others', async () => {
  const ada = await app.person('Ada Short')
  await ada.browser.put(`/teams/${ada.teamId}/slack/webhook`, { url: `${slack.url}/services/T00/B00/x` })
  const path = `/teams/${ada.teamId}/notifications/preferences`
  await ada.browser.put(path, { type: 'test-failures', choices: ['slack'] })
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
