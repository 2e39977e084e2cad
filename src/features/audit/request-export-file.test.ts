import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { acts, ask, file, files, listed, longLog } from './export-file.fixture.ts'
import { verifyExport } from './verify-export.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits')))

test('a large export is a file in several pieces, the same as the stream; both acts are in the log, and a letter says that it is ready', async () => {
  const ada = await longLog(app)
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
  expect(await acts(app, ada.teamId)).toEqual(['audit.export_requested', 'audit.export_downloaded', 'audit.exported'])
})

test('with proofs it verifies offline, complete', async () => {
  const ada = await longLog(app, 3_000)
  const { body } = await ask(ada, { format: 'ndjson' })
  await app.drain()
  const path = join(tmpdir(), `audit-file-${process.pid}.ndjson`)
  await writeFile(path, (await file(ada, body.id)).text)
  const { whole, says } = await verifyExport([path])
  expect(says.join()).toMatch(/^As it was signed: 300\d entries/)
  expect(whole).toBe(true)
})

test('a person has one export under way, however often it is asked for at once, and a team five files', async () => {
  const ada = await longLog(app, 5)
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
  const ada = await longLog(app, 50)
  const { body } = await ask(ada)
  expect((await ada.browser.delete(`${files(ada)}/${body.id}`)).status).toBe(204)
  await app.drain()
  expect(await listed(ada)).toEqual([])
  expect(await app.sql('SELECT 1 FROM audit_export_pieces WHERE export_id = $1', [body.id])).toEqual([])
  expect((await app.mail(ada.email)).filter(({ subject }) => subject.includes('export'))).toEqual([])
  expect(await acts(app, ada.teamId)).toEqual(['audit.export_requested', 'audit.export_removed'])
})
