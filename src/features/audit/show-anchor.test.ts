import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { people } from './audit-log.fixture.ts'

const app = await testApp()

test('tells who gets checkpoints by mail, with the version to change it by, to those who may', async () => {
  const { ada, ben, zoe } = await people(app, 'auditor')
  const at = `/teams/${ada.teamId}/audit/anchor`
  const answer = await ada.browser.get(at)
  expect(answer.body).toEqual({ toAuditors: true, auditors: 1, addresses: [], version: 1 })
  expect(answer.headers.get('etag')).toBe('"1"')
  expect((await ben.browser.get(at)).status).toBe(403)
  expect((await zoe.browser.get(at)).status).toBe(404)
  expect((await app.browser().get(at)).status).toBe(401)
})
