import { expect, test } from 'vitest'
import { appendAudit } from '#platform/audit.ts'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { checkLog, sealAll } from './check.fixture.ts'
import { expireAudit } from './expire.ts'
import { makeMonths } from './queries.ts'

const app = await testApp()

const append = async (log: string, n: number) => {
  await app.platform.db.transaction((tx) =>
    appendAudit(tx, {
      action: 'key.used',
      subject: { actor: { kind: 'system', id: null }, logs: [log] },
      client: null,
      now: app.clock.now(),
      details: { n },
    }),
  )
  await sealAll(app.platform, log)
}
const onPlan = (team: string, plan: string) =>
  app.sql('INSERT INTO plan_periods (team_id, starts_at, plan_id, anchor_at) VALUES ($1, $2, $3, $2)', [
    team,
    '2027-01-01T00:00:00Z',
    plan,
  ])
const left = async (log: string) => {
  const rows = await app.sql<{ n: number }>(
    "SELECT (details ->> 'n')::int AS n FROM audit_log WHERE log_id = $1 AND action = 'key.used' ORDER BY at",
    [log],
  )
  return rows.map(({ n }) => n)
}
const months = async () =>
  (
    await app.sql<{ relname: string }>(
      "SELECT relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'audit_log'::regclass ORDER BY 1",
    )
  ).map(({ relname }) => relname)

test('each plan keeps its time; what goes is stated in the log, signed, and every proof holds', async () => {
  const [pro, enterprise, free] = [
    (await app.person('Pia Pro')).teamId,
    (await app.person('Eve Enterprise')).teamId,
    (await app.person('Fay Free')).teamId,
  ]
  await onPlan(pro, 'pro')
  await onPlan(enterprise, 'enterprise')
  for (const log of [pro, enterprise, free]) for (let n = 1; n <= 3; n += 1) await append(log, n)
  app.clock.advance(days(200))
  for (const log of [pro, enterprise, free]) await append(log, 4)
  app.clock.advance(days(170))
  expect(await expireAudit(app.platform, app.clock.now())).toBeGreaterThan(5)
  expect(await left(pro)).toEqual([4])
  expect(await left(free)).toEqual([4])
  expect(await left(enterprise)).toEqual([1, 2, 3, 4])
  const report = await checkLog(app.platform, pro)
  expect(report).toMatchObject({ problems: [], expired: 4 }) // with the sign-up
  const stated = await app.sql("SELECT details FROM audit_log WHERE log_id = $1 AND action = 'audit.expired'", [pro])
  expect(stated).toMatchObject([{ details: { below: 4, entries: 4 } }])
  await expireAudit(app.platform, app.clock.now())
  expect(await app.sql("SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'audit.expired'", [pro])).toHaveLength(1)
  app.clock.advance(days(200))
  await expireAudit(app.platform, app.clock.now())
  expect(await left(pro)).toEqual([])
  expect((await checkLog(app.platform, pro)).problems).toEqual([])
})

test('nothing goes that no signed entry of the log states, whatever the app’s tables say', async () => {
  const { teamId } = await app.person('Ada Lovelace')
  for (let n = 1; n <= 3; n += 1) await append(teamId, n)
  const leaf = await app.sql<{ entry_id: string }>('SELECT entry_id FROM audit_leaves WHERE log_id = $1 AND idx = 2', [
    teamId,
  ])
  await app.sql('INSERT INTO audit_expiries VALUES ($1, 3, $2)', [teamId, leaf[0]?.entry_id])
  await app.platform.db.named('drop', 'SELECT * FROM drop_expired_audit(100)', [])
  expect(await left(teamId)).toEqual([1, 2, 3])
})

test('a month in which everything expired is dropped whole; the months ahead are made, and rows of none still work', async () => {
  const quiet = await testApp()
  await quiet.sql('DELETE FROM audit_log')
  await quiet.sql('DELETE FROM audit_leaves')
  await quiet.sql('DELETE FROM audit_trees')
  quiet.clock.set('2028-05-10T00:00:00.000Z')
  await makeMonths(quiet.platform.db, quiet.clock.now(), 3)
  await makeMonths(quiet.platform.db, quiet.clock.now(), 3)
  const names = async () =>
    (
      await quiet.sql<{ relname: string }>(
        "SELECT relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'audit_log'::regclass ORDER BY 1",
      )
    ).map(({ relname }) => relname)
  expect((await names()).filter((name) => name.startsWith('audit_log_2028'))).toEqual([
    'audit_log_2028_05',
    'audit_log_2028_06',
    'audit_log_2028_07',
  ])
  const log = 'team_00000000000000000000000000' // of a team that was deleted
  await quiet.platform.db.transaction((tx) =>
    appendAudit(tx, {
      action: 'key.used',
      subject: { actor: { kind: 'system', id: null }, logs: [log] },
      client: null,
      now: quiet.clock.now(),
      details: {},
    }),
  )
  await sealAll(quiet.platform, log)
  quiet.clock.advance(days(400))
  expect(await expireAudit(quiet.platform, quiet.clock.now())).toBe(1)
  expect(await names()).not.toContain('audit_log_2028_05')
  expect((await checkLog(quiet.platform, log)).problems).toEqual([])
  expect(await months()).toContain('audit_log_default')
})
