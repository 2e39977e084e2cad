import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { buildExportFile } from './build-export-file.job.ts'
import { auditDeparture } from './departure.ts'
import { auditTimetable } from './routes.ts'
import { verifyExport } from './verify-export.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits')))

/** Entries enough for several pieces, and one that is told from them. */
async function longLog(rows = 6_000): Promise<Person> {
  const ada = await app.person('Ada Lovelace')
  await app.sql(
    `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, ip, user_agent, request_id, details)
     SELECT $1, $2::timestamptz - make_interval(mins => n), 'aud_' || lpad(n::text, 26, '0'), 'key.used', 'user', $3, '203.0.113.7', 'curl/8.5.0', 'req-' || n,
       jsonb_build_object('n', n, 'note', repeat('x', 200)) FROM generate_series(1, $4::int) n`,
    [ada.teamId, app.clock.now(), ada.id, rows],
  )
  return ada
}
const files = (who: Person, team = who.teamId) => `/teams/${team}/audit/exports`
const ask = (who: Person, body: Record<string, unknown> = { format: 'csv', filters: { area: 'key' } }) =>
  who.browser.post(files(who), body)
const listed = async (who: Person) => (await who.browser.get(files(who))).body.items
const file = (who: Person, id: string, headers: Record<string, string> = {}) =>
  who.browser.get(`${files(who)}/${id}/file`, { headers })
const build = (team: string, id: string, attempt = 1) =>
  buildExportFile.run({
    payload: { team, id },
    platform: app.platform,
    now: app.clock.now(),
    log: app.platform.log,
    attempt,
    attempts: 5,
  })
const sweep = () =>
  auditTimetable.find(({ name }) => name === 'audit.sweep_exports')?.run(app.platform, app.clock.now())
const acts = async (team: string) =>
  (
    await app.sql<{ action: string }>(
      "SELECT action FROM audit_log WHERE log_id = $1 AND action LIKE 'audit.export%' ORDER BY at, id",
      [team],
    )
  ).map(({ action }) => action)

test('a large export is a file in several pieces, the same as the stream; both acts are in the log, and a letter says that it is ready', async () => {
  const ada = await longLog()
  const { status, body } = await ask(ada)
  expect(status).toBe(202)
  expect(body).toMatchObject({ format: 'csv', filters: { area: 'key' }, state: 'building', progress: 0, bytes: null })
  expect((await file(ada, body.id)).body.code).toBe('export_not_ready')
  const [letter] = (await app.mail(ada.email)).slice(-1)
  expect(letter?.subject).toBe('The export of the audit log of Ada’s team is ready')
  expect(letter?.text).toContain(`/settings/audit?team=${ada.teamId}#audit-export`)
  expect(letter?.text).not.toContain(body.id)
  const [ready] = await listed(ada)
  expect(ready).toMatchObject({ state: 'ready', entries: 6_000, progress: 1, requestedBy: 'Ada Lovelace' })
  expect(Date.parse(ready.expiresAt) - app.clock.now().getTime()).toBe(days(7))
  const got = await file(ada, body.id)
  expect(got.status).toBe(200)
  expect(got.text).toBe((await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv?area=key`)).text)
  expect(Buffer.byteLength(got.text)).toBe(ready.bytes)
  expect(got.headers.get('content-length')).toBe(String(ready.bytes))
  expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename="aegisrunner-audit-.*\.csv"$/)
  expect((await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [body.id])).length).toBeGreaterThan(1)
  expect(await acts(ada.teamId)).toEqual(['audit.export_requested', 'audit.export_downloaded', 'audit.exported'])
})

test('with proofs it verifies offline, complete', async () => {
  const ada = await longLog(3_000)
  const { body } = await ask(ada, { format: 'ndjson' })
  await app.drain()
  const path = join(tmpdir(), `audit-file-${process.pid}.ndjson`)
  await writeFile(path, (await file(ada, body.id)).text)
  const { whole, says } = await verifyExport([path])
  expect(says.join()).toMatch(/^As it was signed: 300\d entries/)
  expect(whole).toBe(true)
})

test('a download goes on where it broke off, and never with bytes of another file', async () => {
  const ada = await longLog()
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

test('after a crash it goes on after the last piece that was stored, and nothing is twice or missing', async () => {
  const ada = await longLog()
  const { body } = await ask(ada)
  await app.sql(
    `CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of memory'; END $$`,
  )
  await app.sql(
    'CREATE TRIGGER crash BEFORE INSERT ON audit_export_pieces FOR EACH ROW WHEN (NEW.piece = 1) EXECUTE FUNCTION crash()',
  )
  await expect(build(ada.teamId, body.id)).rejects.toThrow('out of memory')
  const [half] = await listed(ada)
  expect(half).toMatchObject({ state: 'building', entries: expect.any(Number) })
  expect(half.progress).toBeGreaterThan(0.3)
  expect(half.progress).toBeLessThan(1)
  await app.sql('DROP TRIGGER crash ON audit_export_pieces')
  await Promise.all([build(ada.teamId, body.id, 2), build(ada.teamId, body.id, 2)]) // two workers at once make one file
  expect((await file(ada, body.id)).text).toBe(
    (await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv?area=key`)).text,
  )
  await app.drain() // the queue’s own try finds it done
  expect((await app.mail(ada.email)).filter(({ subject }) => subject.includes('export'))).toHaveLength(1)
})

test('what cannot be made after all tries is failed, keeps nothing, and another may be asked for', async () => {
  const ada = await longLog(10)
  const { body } = await ask(ada)
  await app.sql('CREATE TRIGGER crash BEFORE INSERT ON audit_export_pieces FOR EACH ROW EXECUTE FUNCTION crash()')
  await expect(build(ada.teamId, body.id, 5)).rejects.toThrow('out of memory')
  await app.sql('DROP TRIGGER crash ON audit_export_pieces')
  expect((await listed(ada))[0]).toMatchObject({ state: 'failed' })
  expect((await file(ada, body.id)).body.code).toBe('export_not_ready')
  expect((await ask(ada)).status).toBe(202)
  await app.drain()
  app.clock.advance(days(2))
  await sweep()
  expect((await listed(ada)).map(({ state }: { state: string }) => state)).toEqual(['ready'])
})

test('a person has one export under way, however often it is asked for at once, and a team five files', async () => {
  const ada = await longLog(5)
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(ada)))
  expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([
    202,
    ...Array(5).fill('export_under_way'),
  ])
  await app.drain()
  for (let n = 0; n < 4; n += 1) {
    expect((await ask(ada)).status).toBe(202)
    await app.drain()
  }
  expect((await ask(ada)).body.code).toBe('too_many_exports')
  const [one] = await listed(ada)
  expect((await ada.browser.delete(`${files(ada)}/${one.id}`)).status).toBe(204)
  expect((await ask(ada)).status).toBe(202)
})

test('one that is stopped while it is put together is gone', async () => {
  const ada = await longLog(50)
  const { body } = await ask(ada)
  expect((await ada.browser.delete(`${files(ada)}/${body.id}`)).status).toBe(204)
  await app.drain()
  expect(await listed(ada)).toEqual([])
  expect(await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [body.id])).toEqual([])
  expect((await app.mail(ada.email)).filter(({ subject }) => subject.includes('export'))).toEqual([])
  expect(await acts(ada.teamId)).toEqual(['audit.export_requested', 'audit.export_removed'])
})

test('after seven days it is refused, then erased', async () => {
  const ada = await longLog(5)
  const { body } = await ask(ada)
  await app.drain()
  app.clock.advance(days(7) - minutes(1))
  expect((await file(ada, body.id)).status).toBe(200)
  await sweep()
  expect(await listed(ada)).toHaveLength(1)
  app.clock.advance(minutes(1))
  expect((await file(ada, body.id)).body.code).toBe('export_expired')
  await sweep()
  expect((await file(ada, body.id)).status).toBe(404)
  expect(await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [body.id])).toEqual([])
})

test('one that nobody works on any more is given up', async () => {
  const ada = await longLog(5)
  await ask(ada)
  app.clock.advance(hours(2))
  await sweep()
  expect((await listed(ada))[0].state).toBe('failed')
})

test('only readers of this log get it, as long as the plan shows the log; nothing is mailed to who no longer reads it', async () => {
  const [ada, ben, zoe] = [await longLog(5), await app.person('Ben Babbage'), await app.person('Zoe Zuse')]
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
  const ada = await longLog(5)
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
  const [ada, ben] = [await longLog(5), await app.person('Ben Babbage')]
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
