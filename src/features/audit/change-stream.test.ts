import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { appendMany, people } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'
import { addStream, collector, deliver, shownStreams, streams } from './streams.fixture.ts'

const app = await testApp()

test('a paused one is sent nothing and is resumed where it stood; what failed is tried again at once', async () => {
  const [ada, there] = [await app.person('Ada Lovelace'), await collector()]
  const { body } = await addStream(ada, { address: there.address })
  const one = `${streams(ada)}/${body.id}`
  there.status = 503
  await appendMany(app, ada.teamId, 2)
  await sealAll(app.platform, ada.teamId)
  await deliver(app)
  expect(await shownStreams(ada)).toMatchObject([{ state: 'failing', failures: 1 }])
  there.status = 200
  const paused = await ada.browser.patch(one, { paused: true })
  expect(paused.body).toMatchObject({ state: 'paused', failures: 0, nextTry: null })
  await deliver(app)
  expect(there.received).toEqual([])
  expect((await ada.browser.patch(one, { paused: false })).body).toMatchObject({ state: 'sending' })
  await sealAll(app.platform, ada.teamId)
  await deliver(app)
  expect(there.received.flatMap(({ sequences }) => sequences).length).toBeGreaterThanOrEqual(3)
  const rows = await app.sql(
    "SELECT details ->> 'paused' AS paused FROM audit_log WHERE log_id = $1 AND action = 'audit.stream_changed' ORDER BY at, id",
    [ada.teamId],
  )
  expect(rows).toEqual([{ paused: 'true' }, { paused: 'false' }])
})

test('a replay begins no later than the log ends, and not before its first entry', async () => {
  const [ada, there] = [await app.person('Ada Lovelace'), await collector()]
  const { body } = await addStream(ada, { address: there.address })
  await sealAll(app.platform, ada.teamId)
  await deliver(app)
  const one = `${streams(ada)}/${body.id}`
  const far = await ada.browser.patch(one, { from: 1_000_000 })
  expect(far.body).toMatchObject({ waiting: 0 })
  for (const from of [0, -1, 1.5, '1']) expect((await ada.browser.patch(one, { from })).status, String(from)).toBe(400)
  expect((await ada.browser.patch(one, { from: 1 })).body).toMatchObject({ sent: 0, waiting: far.body.sent })
})

test('only owners and admins of its team change it', async () => {
  const { ada, ben, zoe } = await people(app, 'auditor')
  const { body } = await addStream(ada, { address: 'https://127.0.0.1:9/' })
  const change = (who: typeof ada, team = ada) => who.browser.patch(`${streams(team)}/${body.id}`, { paused: true })
  expect((await change(ben)).status).toBe(403)
  expect((await change(zoe)).status).toBe(404)
  expect((await change(zoe, zoe)).status).toBe(404)
  expect(await shownStreams(ada)).toMatchObject([{ state: 'sending' }])
})
