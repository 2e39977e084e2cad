import { gunzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { auditDeparture } from './departure.ts'
import { ask, file, files, listed, longLog, sweep } from './export-file.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits')))

test('a download goes on where it broke off, and never with bytes of another file', async () => {
  const ada = await longLog(app)
  const { body } = await ask(ada)
  await app.drain()
  const { text, headers } = await file(ada, body.id)
  const tag = headers.get('etag') ?? ''
  const whole = Buffer.from(text)
  for (const [first, last] of [
    [0, 0],
    [10, 1_048_700],
    [1_100_000, whole.length - 1],
  ] as const) {
    const part = await file(ada, body.id, { range: `bytes=${first}-${last}`, 'if-range': tag })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes ${first}-${last}/${whole.length}`)
    expect(part.text).toBe(whole.subarray(first, last + 1).toString())
  }
  expect((await file(ada, body.id, { range: 'bytes=5-', 'if-range': '"exp_other"' })).status).toBe(200)
  const beyond = await file(ada, body.id, { range: `bytes=${whole.length}-` })
  expect([beyond.status, beyond.body.code]).toEqual([416, 'range_not_usable'])
  expect(beyond.headers.get('content-range')).toBe(`bytes */${whole.length}`)
  const [last] = await app.sql<{ details: unknown }>(
    "SELECT details FROM audit_log WHERE log_id = $1 AND action = 'audit.export_downloaded' AND details ? 'from' ORDER BY id DESC LIMIT 1",
    [ada.teamId],
  )
  expect(last?.details).toEqual({ format: 'csv', from: 1_100_000 })
})

test('after seven days it is refused, then erased', async () => {
  const ada = await longLog(app, 5)
  const { body } = await ask(ada)
  await app.drain()
  app.clock.advance(days(7) - minutes(1))
  expect((await file(ada, body.id)).status).toBe(200)
  await sweep(app)
  expect(await listed(ada)).toHaveLength(1)
  app.clock.advance(minutes(1))
  expect((await file(ada, body.id)).body.code).toBe('export_expired')
  await sweep(app)
  expect((await file(ada, body.id)).status).toBe(404)
  expect(await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [body.id])).toEqual([])
})

test('only readers of this log get it, as long as the plan shows the log; nothing is mailed to who no longer reads it', async () => {
  const [ada, ben, zoe] = [await longLog(app, 5), await app.person('Ben Babbage'), await app.person('Zoe Zuse')]
  await app.join(ben, ada.teamId, 'admin')
  const { body } = await ben.browser.post(files(ada), { format: 'csv' })
  await app.sql("UPDATE memberships SET role = 'member' WHERE team_id = $1 AND user_id = $2", [ada.teamId, ben.id])
  const noLetter = await app.mail(ben.email)
  expect(noLetter.filter(({ subject }) => subject.includes('export'))).toEqual([])
  const of = (who: Person) => who.browser.get(`${files(ada)}/${body.id}/file`)
  expect((await of(ben)).status).toBe(403)
  expect((await of(zoe)).status).toBe(404)
  expect((await zoe.browser.get(`${files(zoe)}/${body.id}/file`)).status).toBe(404)
  expect((await app.browser().get(`${files(ada)}/${body.id}/file`)).status).toBe(401)
  expect((await of(ada)).status).toBe(200)
  await app.sql('UPDATE teams SET trial_ends_at = NULL WHERE id = $1', [ada.teamId])
  expect((await of(ada)).body.code).toBe('plan_without_audit_log')
  expect((await ask(ada)).body.code).toBe('plan_without_audit_log')
})

test('a key that reads the log fetches a file, and neither asks for one nor erases one', async () => {
  const ada = await longLog(app, 5)
  const { secret } = await makeKey(ada, { teamId: ada.teamId, scopes: ['audit:read'], name: 'Collector' })
  const { body } = await ask(ada, { format: 'csv' })
  await app.drain()
  const byKey = { headers: { authorization: `Bearer ${secret}` }, noOrigin: true }
  const current = '/teams/current/audit/exports'
  expect((await app.browser().get(`${current}/${body.id}/file`, byKey)).status).toBe(200)
  expect((await app.browser().post(current, { format: 'csv' }, byKey)).body.code).toBe('closed_to_keys')
  const erased = await app.browser().send('DELETE', `${current}/${body.id}`, undefined, byKey)
  expect(erased.body.code).toBe('closed_to_keys')
  expect(await listed(ada)).toHaveLength(1)
})

test('files go when a person in them is erased, and with the team', async () => {
  const [ada, ben] = [await longLog(app, 5), await app.person('Ben Babbage')]
  await app.join(ben, ada.teamId, 'member')
  await ben.browser.post('/auth/sessions', { email: ben.email, password: 'not-the-password' })
  const { body } = await ask(ada, { format: 'csv' })
  await app.drain()
  expect((await file(ada, body.id)).text).toContain(ben.email)
  await app.platform.db.transaction(async (tx) => auditDeparture.erase?.(tx, app.platform, ben.id, app.clock.now()))
  expect(await listed(ada)).toEqual([])
  const again = await ask(ada)
  await app.drain()
  const pieces = await app.sql<{ packed: Buffer }>('SELECT packed FROM audit_export_pieces WHERE export_id = $1', [
    again.body.id,
  ])
  expect(gunzipSync(pieces[0]?.packed ?? '').toString()).not.toContain(ben.email)
  await app.sql('DELETE FROM teams WHERE id = $1', [ada.teamId])
  expect(await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [again.body.id])).toEqual([])
})
