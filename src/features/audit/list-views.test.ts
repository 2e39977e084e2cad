import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { people } from './audit-log.fixture.ts'

const app = await testApp()

test('lists the views of a team by name, to all who read its log and where the plan shows it', async () => {
  const { ada, ben, zoe } = await people(app, 'auditor')
  const views = `/teams/${ada.teamId}/audit/views`
  expect((await ada.browser.get(views)).body).toEqual({ items: [] })
  for (const name of ['Sign-ins', 'Keys']) await ada.browser.post(views, { name, filters: `area=${name}` })
  const { items } = (await ben.browser.get(views)).body
  expect(items).toEqual([
    { id: expect.stringMatching(/^avw_/), name: 'Keys', filters: 'area=Keys' },
    { id: expect.stringMatching(/^avw_/), name: 'Sign-ins', filters: 'area=Sign-ins' },
  ])
  expect((await zoe.browser.get(views)).status).toBe(404)
  expect((await zoe.browser.get(`/teams/${zoe.teamId}/audit/views`)).body).toEqual({ items: [] })
  app.clock.advance(days(14))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  expect((await ada.browser.get(views)).body.code).toBe('plan_without_audit_log')
})
