import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { people } from './audit-log.fixture.ts'

const app = await testApp()

test('a view is deleted once, by readers of its team only, and also where the plan no longer shows the log', async () => {
  const { ada, ben, zoe } = await people(app, 'member')
  const views = `/teams/${ada.teamId}/audit/views`
  const { body } = await ada.browser.post(views, { name: 'Refused keys', filters: 'area=key' })
  const at = `${views}/${body.id}`
  expect((await ben.browser.delete(at)).status).toBe(403)
  expect((await zoe.browser.delete(at)).status).toBe(404)
  expect((await zoe.browser.delete(`/teams/${zoe.teamId}/audit/views/${body.id}`)).status).toBe(404)
  expect((await ada.browser.get(views)).body.items).toEqual([body])
  app.clock.advance(days(14))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  expect((await ada.browser.post(views, { name: 'Another', filters: '' })).body.code).toBe('plan_without_audit_log')
  const answers = await Promise.all(Array.from({ length: 5 }, () => ada.browser.delete(at)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404])
  const rows = await app.sql(
    "SELECT details ->> 'name' AS name FROM audit_log WHERE log_id = $1 AND action = 'audit.view_deleted'",
    [ada.teamId],
  )
  expect(rows).toEqual([{ name: 'Refused keys' }])
})
