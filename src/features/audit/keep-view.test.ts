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
})

test('a team keeps thirty, however many are saved at once', async () => {
  const ada = await app.person('Ada Lovelace')
  const views = `/teams/${ada.teamId}/audit/views`
  const save = (n: number) => ada.browser.post(views, { name: `View ${n}`, filters: '' })
  for (let n = 0; n < 28; n += 1) expect((await save(n)).status).toBe(201)
  const answers = await Promise.all([28, 29, 30, 31, 32, 33].map(save))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2)
  expect(answers.filter(({ body }) => body.code === 'too_many_views')).toHaveLength(4)
  expect((await ada.browser.get(views)).body.items).toHaveLength(30)
})
