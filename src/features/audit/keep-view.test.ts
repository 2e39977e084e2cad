import { beforeEach, expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('views are kept under a name for the whole team', async () => {
  const ada = await app.person('Ada Lovelace')
  const views = `/teams/${ada.teamId}/audit/views`
  const { body } = await ada.browser.post(views, { name: 'Refused keys', filters: 'area=key&text=refused' })
  expect((await ada.browser.post(views, { name: 'refused KEYS', filters: '' })).body.code).toBe('view_exists')
  expect((await ada.browser.get(views)).body.items).toEqual([body])
  const same = await Promise.all(
    Array.from({ length: 5 }, () => ada.browser.post(views, { name: 'Race', filters: '' })),
  )
  expect(same.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
  expect((await ada.browser.delete(`${views}/${body.id}`)).status).toBe(204)
  expect((await ada.browser.delete(`${views}/${body.id}`)).status).toBe(404)
})
