import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { log, verified } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'

const app = await testApp()

test('one line a checkpoint or an entry with its proof, of what the filter wants, that verifies; the export is in the log', async () => {
  const ada = await app.person('Ada Lovelace')
  const key = await makeKey(ada, { scopes: ['audit:read'] })
  await sealAll(app.platform, ada.teamId)
  const at = `/teams/${ada.teamId}/audit/export.ndjson`
  const { text, headers } = await ada.browser.get(`${at}?area=key`)
  expect(headers.get('content-type')).toContain('application/x-ndjson')
  expect(headers.get('content-disposition')).toMatch(/attachment; filename="aegisrunner-audit-.*\.ndjson"/)
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const entries = lines.filter(({ entry }) => entry)
  expect(entries.map(({ entry }) => entry.action)).toEqual(['key.created'])
  expect(JSON.stringify(lines)).not.toContain(key.secret)
  expect((await verified(text)).whole).toBe(true)
  const [exported] = (await log(ada, '?area=audit')).items.filter(
    ({ action }: { action: string }) => action === 'audit.exported',
  )
  expect(exported.says).toBe('The audit log was exported with proofs.')
  expect((await program(app, key.secret).get('/teams/current/audit/export.ndjson')).status).toBe(200)
  const zoe = await app.person('Zoe Other')
  expect((await zoe.browser.get(at)).status).toBe(404)
})
