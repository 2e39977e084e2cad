import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { appendAudit } from './audit.ts'

const app = await testApp()

test('half a character or NUL in an entry’s details undoes nothing: it is left out', async () => {
  const ada = await app.person('Ada Entry')
  await app.platform.db.transaction((tx) =>
    appendAudit(tx, {
      action: 'test.odd',
      subject: { actor: { kind: 'system', id: null }, logs: [ada.teamId] },
      client: null,
      now: app.clock.now(),
      details: { label: 'cut \ud83d', changes: { name: { from: 'a\0b', to: '💥' } } },
    }),
  )
  const rows = await app.sql("SELECT details FROM audit_log WHERE log_id = $1 AND action = 'test.odd'", [ada.teamId])
  expect(rows).toEqual([{ details: { label: 'cut ', changes: { name: { from: 'ab', to: '💥' } } } }])
})
