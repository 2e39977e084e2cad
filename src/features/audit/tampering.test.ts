import { expect, test } from 'vitest'
import { appendAudit } from '#platform/audit.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { testApp } from '#tests/harness.ts'
import { checkLog, sealAll } from './check.fixture.ts'
import { eraseFromLogs } from './queries.ts'
import { sealAudit } from './seal.ts'

const app = await testApp()

const append = (log: string, details: Record<string, unknown>, actor = newId('usr')) =>
  app.platform.db.transaction((tx) =>
    appendAudit(tx, {
      action: 'account.profile_updated',
      subject: { actor: { kind: 'user', id: actor }, logs: [log] },
      client: { ip: '203.0.113.9', network: '203.0.113.9', userAgent: 'Firefox', requestId: 'req-1' },
      now: app.clock.now(),
      details,
    }),
  )

/** A log of its own with nine entries, sealed by three and three. */
async function filledLog(): Promise<{ log: string; ids: string[] }> {
  const log = newId('team')
  for (let n = 1; n <= 9; n += 1) {
    await append(log, { n, changes: { company: { from: 'A', to: `B${n}` } } })
    app.clock.advance(minutes(1))
    if (n % 3 === 0) await sealAll(app.platform, log)
  }
  const rows = await app.sql<{ entry_id: string }>('SELECT entry_id FROM audit_leaves WHERE log_id = $1 ORDER BY idx', [
    log,
  ])
  return { log, ids: rows.map(({ entry_id }) => entry_id) }
}

const found = async (log: string) =>
  (await checkLog(app.platform, log)).problems.map(({ kind, index }) => `${kind} ${index === null ? '-' : index + 1}`)

test('an honest log is whole, and the root it was signed with is the tree’s', async () => {
  const { log } = await filledLog()
  expect(await checkLog(app.platform, log)).toEqual({ entries: 9, expired: 0, erased: 0, checkpoints: 3, problems: [] })
})

test.each([
  ['the address', "ip = '198.51.100.1'"],
  ['the browser', "user_agent = 'Chrome'"],
  ['the action', "action = 'account.email_changed'"],
  ['who', "actor_id = 'usr_x'"],
  ['what kind of who', "actor_kind = 'system'"],
  ['the session', "session_id = 'ses_x'"],
  ['the request', "request_id = 'req-2'"],
  ['the target', "target_kind = 'key', target_id = 'key_1'"],
  ['the details', `details = '{"n": 5}'`],
  ['the details, emptied', "details = '{}'"],
  ['the address, emptied', 'ip = NULL, user_agent = NULL'],
])('a changed entry is found and named: %s', async (_what, change) => {
  const { log, ids } = await filledLog()
  await app.sql(`UPDATE audit_log SET ${change} WHERE log_id = $1 AND id = $2`, [log, ids[4]])
  await app.sql(`UPDATE audit_log SET ${change} WHERE log_id = $1 AND id = $2`, [log, ids[6]])
  const [first] = (await checkLog(app.platform, log)).problems
  expect(first).toMatchObject({ kind: 'changed', index: 4, entryId: ids[4] })
})

test('a changed time is found', async () => {
  const { log, ids } = await filledLog()
  await app.sql("UPDATE audit_log SET at = at - interval '1 hour' WHERE log_id = $1 AND id = $2", [log, ids[3]])
  expect((await found(log))[0]).toBe('removed 4')
  await app.sql(
    'UPDATE audit_leaves l SET entry_at = e.at FROM audit_log e WHERE e.log_id = l.log_id AND e.id = l.entry_id AND l.log_id = $1',
    [log],
  )
  expect(await found(log)).toContain('changed 4')
})

test('a removed entry is found, with its leaf or without', async () => {
  const { log, ids } = await filledLog()
  await app.sql('DELETE FROM audit_log WHERE log_id = $1 AND id = $2', [log, ids[2]])
  expect(await found(log)).toEqual(['removed 3'])
  await app.sql('DELETE FROM audit_leaves WHERE log_id = $1 AND entry_id = $2', [log, ids[2]])
  expect((await found(log))[0]).toBe('reordered 1')
  expect(await found(log)).toContain('removed 3')
})

test('a removed entry is found though the leaves after it moved up', async () => {
  const { log, ids } = await filledLog()
  await app.sql('DELETE FROM audit_log WHERE log_id = $1 AND id = $2', [log, ids[4]])
  await app.sql('DELETE FROM audit_leaves WHERE log_id = $1 AND entry_id = $2', [log, ids[4]])
  for (let n = 5; n < 9; n += 1)
    await app.sql('UPDATE audit_leaves SET idx = idx - 1 WHERE log_id = $1 AND idx = $2', [log, n])
  expect((await found(log))[0]).toBe('reordered 4')
  expect(await found(log)).toContain('truncated 9')
})

test('an inserted entry is found: dated back, or never to be sealed', async () => {
  const { log } = await filledLog()
  app.clock.advance(hours(1))
  const insert = (id: string, xid: string) =>
    app.sql(
      `INSERT INTO audit_log (log_id, at, id, action, actor_kind, details, xid) VALUES ($1, $2, $3, 'key.used', 'system', '{}', ${xid})`,
      [log, '2027-03-01T09:00:00Z', id],
    )
  await insert('aud_back', 'pg_current_xact_id()')
  await sealAudit(app.platform, app.clock.now())
  expect(await found(log)).toEqual(['inserted 10'])
  await insert('aud_never', "'3'")
  expect((await checkLog(app.platform, log)).problems.map(({ entryId }) => entryId)).toContain('aud_never')
})

test('entries in another order are found', async () => {
  const { log, ids } = await filledLog()
  for (const [from, to] of [
    [3, 100],
    [4, 3],
    [100, 4],
  ])
    await app.sql('UPDATE audit_leaves SET idx = $3 WHERE log_id = $1 AND idx = $2', [log, from, to])
  const [third] = await app.sql<{ entry_id: string }>(
    'SELECT entry_id FROM audit_leaves WHERE log_id = $1 AND idx = 3',
    [log],
  )
  expect(third?.entry_id).toBe(ids[4])
  expect(await found(log)).toEqual(['reordered 4', 'reordered 7'])
})

test('a log that was cut off is found by its own checkpoint, and a checkpoint taken out by the next one', async () => {
  const { log } = await filledLog()
  await app.sql(
    'DELETE FROM audit_log WHERE log_id = $1 AND id IN (SELECT entry_id FROM audit_leaves WHERE log_id = $1 AND idx > 6)',
    [log],
  )
  await app.sql('DELETE FROM audit_leaves WHERE log_id = $1 AND idx > 6', [log])
  expect(await found(log)).toEqual(['truncated 8'])
  await app.sql('DELETE FROM audit_checkpoints WHERE log_id = $1 AND size = 6', [log])
  expect(await found(log)).toContain('signature -')
})

test('a checkpoint rewritten by somebody without the key is found', async () => {
  const { log } = await filledLog()
  await app.sql("UPDATE audit_checkpoints SET at = at + interval '1 minute' WHERE log_id = $1 AND size = 9", [log])
  expect(await found(log)).toEqual(['signature -'])
})

test('erasing a person keeps every proof, and nothing personal of them', async () => {
  const ada = await app.person('Ada Lovelace')
  const { body } = await ada.browser.get('/account')
  await ada.browser.patch('/account', { company: 'Secret Engines' }, { ifMatch: body.version })
  await append(ada.teamId, { invited: ada.email })
  await append(ada.teamId, { kept: 'as it is' })
  for (const log of [ada.teamId, ada.id]) await sealAll(app.platform, log)
  const touched = await app.platform.db.transaction((tx) => eraseFromLogs(tx, ada.id, app.clock.now()))
  expect(touched.map(({ log }) => log).sort()).toEqual([ada.teamId, ada.id].sort())
  const rows = await app.sql('SELECT * FROM audit_log WHERE log_id = ANY($1)', [[ada.teamId, ada.id]])
  const text = JSON.stringify(rows)
  expect(text).not.toContain(ada.email)
  expect(text).not.toContain('Secret Engines')
  expect(text).not.toContain('127.0.0.1')
  expect(text).toContain('as it is')
  const words = await app.sql('SELECT 1 FROM audit_log WHERE words @@ audit_query(log_id, $1, false)', [ada.email])
  expect(words).toEqual([])
  expect((await checkLog(app.platform, ada.teamId)).problems).toMatchObject([{ kind: 'changed', index: null }]) // no erasure recorded
  await app.platform.db.transaction((tx) =>
    appendAudit(tx, {
      action: 'audit.person_erased',
      subject: { actor: { kind: 'system', id: null }, logs: touched.map(({ log }) => log) },
      client: null,
      now: app.clock.now(),
      details: {},
    }),
  )
  for (const log of [ada.teamId, ada.id]) await sealAll(app.platform, log)
  expect(await checkLog(app.platform, ada.teamId)).toMatchObject({ problems: [], erased: expect.any(Number) })
  expect(await checkLog(app.platform, ada.id)).toMatchObject({ problems: [] })
})

test('the app’s own role can neither change nor remove what was written or sealed', async () => {
  for (const table of ['audit_log', 'audit_leaves', 'audit_checkpoints', 'audit_blocks', 'audit_keys'])
    for (const act of [`UPDATE ${table} SET log_id = log_id`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
      await expect(app.platform.db.named(act, act, [])).rejects.toThrow(/permission denied|column "log_id"/)
})

test('a transaction that ends late is neither missed nor put before what was sealed meanwhile', async () => {
  const log = newId('team')
  let letGo = () => {}
  const waits = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let began = () => {}
  const begun = new Promise<void>((resolve) => {
    began = resolve
  })
  const late = app.platform.db.transaction(async (tx) => {
    await appendAudit(tx, {
      action: 'key.used',
      subject: { actor: { kind: 'system', id: null }, logs: [log] },
      client: null,
      now: app.clock.now(),
      details: { late: true },
    })
    began()
    await waits
  })
  await begun
  await append(log, { early: true })
  await sealAudit(app.platform, app.clock.now())
  expect((await checkLog(app.platform, log)).entries).toBe(0)
  letGo()
  await late
  await sealAll(app.platform, log)
  expect(await checkLog(app.platform, log)).toMatchObject({ entries: 2, problems: [] })
})

test('two nodes seal at once: every entry once, in one tree', async () => {
  const other = await app.node()
  const log = newId('team')
  for (let n = 0; n < 40; n += 1) {
    await append(log, { n })
    if (n % 8 === 0)
      await Promise.all([sealAudit(app.platform, app.clock.now()), sealAudit(other.platform, app.clock.now())])
  }
  await sealAll(app.platform, log)
  expect(await checkLog(app.platform, log)).toMatchObject({ entries: 40, problems: [] })
  app.clock.advance(days(1))
})
