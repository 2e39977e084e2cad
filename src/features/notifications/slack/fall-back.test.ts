import { expect, test } from 'vitest'
import { hours } from '#platform/clock.ts'
import { deliveriesOf, tick } from '../telling.fixture.ts'
import { slackApp } from './slack.fixture.ts'
import type { Treatment } from './slack-server.fixture.ts'

const { app, slack, connect, connected, fail, mailed } = await slackApp()

test.each<[Treatment, string]>([
  ['no service', '404 no_service'],
  ['archived', '410 channel_is_archived'],
  ['forbidden', '403 action_prohibited'],
])(
  'Slack that answers “%s” is broken: e-mail instead, with the reason, until it is connected anew',
  async (treatment, says) => {
    const ada = await connected('Ada Broken')
    slack.treat = () => treatment
    await fail(ada.teamId, 'first')
    expect(slack.reached).toBe(1)
    const [letter] = await mailed(ada)
    expect(letter?.subject).toBe('first')
    expect(letter?.text).toContain(
      `You chose Slack, but Slack did not take this message: ${says}. So this came by e-mail.`,
    )
    const view = await ada.browser.get(`/teams/${ada.teamId}/slack`)
    expect(view.body).toMatchObject({ connected: { label: '#alerts' }, broken: { says } })
    await fail(ada.teamId, 'second')
    expect(slack.reached).toBe(1)
    expect((await mailed(ada)).at(-1)?.text).toContain(`Slack does not take messages of this team: ${says}`)
    slack.treat = () => 'takes'
    await ada.browser.post('/auth/confirmation', { password: ada.password })
    await connect(ada)
    await fail(ada.teamId, 'third')
    expect(slack.posted.map(({ text }) => text)).toEqual(['third'])
    expect(await mailed(ada)).toHaveLength(2)
  },
)

test('Slack that stays away for good: e-mail instead after two hours, and the connection is not blamed', async () => {
  const ada = await connected('Ada Away')
  slack.treat = () => 'breaks'
  await fail(ada.teamId)
  for (let i = 0; i < 12; i++) {
    app.clock.advance(hours(1))
    await tick(app)
  }
  expect(await deliveriesOf(app, ada.teamId, 'slack')).toMatchObject([
    { state: 'failed', says: '503 service_unavailable', attempts: 10 },
  ])
  expect((await mailed(ada)).at(-1)?.text).toContain('503 service_unavailable')
  expect((await ada.browser.get(`/teams/${ada.teamId}/slack`)).body.broken).toBeNull()
  const [failed] = await deliveriesOf(app, ada.teamId, 'slack')
  slack.treat = () => 'takes'
  const retry = await ada.browser.post(`/teams/${ada.teamId}/notifications/deliveries/${failed?.id}/retry`)
  expect(retry.status).toBe(202)
  await tick(app)
  expect(slack.posted).toHaveLength(1)
  expect((await ada.browser.post(`/teams/${ada.teamId}/notifications/deliveries/${failed?.id}/retry`)).body.code).toBe(
    'delivery_not_failed',
  )
})
