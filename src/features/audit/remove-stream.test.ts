import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { appendMany, people } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'
import { addStream, collector, deliver, shownStreams, streams } from './streams.fixture.ts'

const app = await testApp()

test('a place is sent nothing any more; only owners and admins of its team end it, and once', async () => {
  const [{ ada, ben, zoe }, there] = [await people(app, 'auditor'), await collector()]
  const { id } = (await addStream(ada, { name: 'Archive', address: there.address })).body
  const at = `${streams(ada)}/${id}`
  expect((await ben.browser.delete(at)).status).toBe(403)
  expect((await zoe.browser.delete(at)).status).toBe(404)
  expect((await zoe.browser.delete(`${streams(zoe)}/${id}`)).status).toBe(404)
  expect(await shownStreams(ada)).toMatchObject([{ id }])
  const answers = await Promise.all(Array.from({ length: 5 }, () => ada.browser.delete(at)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404])
  expect(await shownStreams(ada)).toEqual([])
  await appendMany(app, ada.teamId, 2)
  await sealAll(app.platform, ada.teamId)
  await deliver(app)
  expect(there.received).toEqual([])
  const rows = await app.sql(
    "SELECT target_id, details ->> 'name' AS name FROM audit_log WHERE log_id = $1 AND action = 'audit.stream_removed'",
    [ada.teamId],
  )
  expect(rows).toEqual([{ target_id: id, name: 'Archive' }])
})
