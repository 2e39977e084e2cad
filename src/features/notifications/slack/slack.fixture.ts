import { afterAll, beforeEach, expect } from 'vitest'
import { minutes } from '#platform/clock.ts'
import type { Answer } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { failedRun, tell, tick } from '../telling.fixture.ts'
import { slackServer } from './slack-server.fixture.ts'

/** Starts an installation beside a Slack of its own, which takes everything again before each test. */
export async function slackApp() {
  const slack = await slackServer()
  const app = await testApp(slack.settings)
  afterAll(() => slack.close())
  beforeEach(() => {
    slack.treat = () => 'takes'
    slack.posted.length = 0
    slack.reached = 0
  })

  /** Gives the team of somebody a webhook. */
  const connect = ({ browser, teamId }: Person): Promise<Answer> =>
    browser.put(`/teams/${teamId}/slack/webhook`, {
      url: `${slack.url}/services/T00/B00/canary-secret`,
      label: '#alerts',
    })
  const install = async ({ browser, teamId }: Person): Promise<Answer> => {
    const { body } = await browser.post(`/teams/${teamId}/slack/authorizations`)
    const state = new URL(body.url).searchParams.get('state')
    return browser.post(`/teams/${teamId}/slack/installations`, { code: 'good-code', state })
  }
  return {
    app,
    slack,
    connect,
    /** Somebody whose team is connected, by a webhook unless told, and who chose Slack alone. */
    async connected(name: string, { by = 'webhook' as 'webhook' | 'app', choices = ['slack'] } = {}): Promise<Person> {
      const ada = await app.person(name)
      const answer = await (by === 'webhook' ? connect(ada) : install(ada))
      expect(answer.status, answer.text).toBe(200)
      await ada.browser.put(`/teams/${ada.teamId}/notifications/preferences`, { type: 'test-failures', choices })
      return ada
    },
    /** A failed run whose burst is over. */
    async fail(teamId: string, title = '2 of 12 tests failed: Shop'): Promise<void> {
      await tell(app, failedRun(teamId, { title }))
      await app.drain()
      app.clock.advance(minutes(5))
      await tick(app)
    },
    /** The letters somebody got since they signed up. */
    mailed: async (person: Person) =>
      (await app.mail(person.email)).filter(({ text }) => !text.includes('/confirm-sign-up')),
  }
}
