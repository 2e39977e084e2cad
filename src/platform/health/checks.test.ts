import { expect, test } from 'vitest'
import { type Duration, later, minutes, systemClock } from '#platform/clock.ts'
import { createSealer } from '#platform/crypto/seal.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { testApp } from '#tests/harness.ts'
import { type Check, checkNames } from './check.ts'
import { runChecks } from './checks.ts'

const app = await testApp()
await app.drain()

const check = async (name: Check['name'], platform: Platform = app.platform) =>
  (await runChecks(platform)).find((one) => one.name === name) as Check
const configured = (config: Partial<Platform['config']>): Platform => ({
  ...app.platform,
  config: { ...app.config, ...config },
})

test('a sound installation is sound, every part by name, with nothing to mend', async () => {
  const checks = await runChecks({ ...app.platform, clock: systemClock })
  expect(checks.map(({ name }) => name)).toEqual([...checkNames])
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([])
  expect(checks.every(({ mend }) => mend === null)).toBe(true)
})

test('the operator sees them', async () => {
  const { status, body } = await app.operator.browser.get('/operate/health')
  expect(status).toBe(200)
  expect(body.checks.map(({ name }: Check) => name)).toEqual([...checkNames])
})

test('database: a role that may change the audit log, or is a superuser, is a failure', async () => {
  await app.sql('GRANT UPDATE ON audit_log TO aegisrunner_app')
  expect(await check('database')).toMatchObject({ state: 'fail', mend: expect.stringContaining('REVOKE') })
  await app.sql('REVOKE UPDATE ON audit_log FROM aegisrunner_app')
  expect(await check('database')).toMatchObject({ state: 'ok' })
})

test('database: one that does not answer is a finding, not an error', async () => {
  const other = await app.node()
  const broken = {
    ...other.platform,
    db: { ...other.platform.db, query: null as never, named: () => Promise.reject(new Error('gone')) },
  }
  const checks = await runChecks(broken)
  expect(checks.map(({ name }) => name)).toEqual([...checkNames])
  expect(checks.find(({ name }) => name === 'database')).toMatchObject({ state: 'fail' })
})

test('mail: none, one that refuses, and letters that were given up', async () => {
  expect(await check('mail', configured({ SMTP_URL: undefined }))).toMatchObject({
    state: 'warn',
    mend: expect.stringContaining('SMTP_URL'),
  })
  const refused = await check('mail', configured({ SMTP_URL: 'smtp://ada:hunter2@127.0.0.1:1' }))
  expect(refused).toMatchObject({ state: 'fail', says: expect.stringContaining('127.0.0.1:1') })
  expect(JSON.stringify(refused)).not.toContain('hunter2')
  expect(await check('mail')).toMatchObject({ state: 'ok' })
  await app.sql("UPDATE mail_outbox SET state = 'failed'")
  expect(await check('mail')).toMatchObject({ state: 'warn', says: expect.stringContaining('not sent') })
})

test('clock: more than two seconds from the database’s is worth a look', async () => {
  const off = (by: Duration) => ({ ...app.platform, clock: { now: () => later(systemClock.now(), by) } })
  expect(await check('clock', off(-minutes(1)))).toMatchObject({ state: 'warn', mend: expect.stringContaining('NTP') })
  expect(await check('clock', off(minutes(60)))).toMatchObject({ state: 'warn' })
})

test('disk: told for the folder, or for the disk it would be made on', async () => {
  expect((await check('disk', configured({ DATA_DIR: '/tmp' }))).says).toMatch(/GiB are free for \/tmp\.$/)
  expect((await check('disk', configured({ DATA_DIR: '/tmp/not/there/yet' }))).says).toMatch(/GiB are free for /)
})

test.each([
  ['http://localhost:3000', true, 'ok'],
  ['https://aegis.example', false, 'ok'],
  ['http://aegis.example', false, 'fail'],
])('public address: %s', async (publicUrl, loopback, state) => {
  expect(await check('public address', configured({ publicUrl, loopback }))).toMatchObject({ state })
})

test('keys: another master key than the one that sealed, and one that is being replaced', async () => {
  const to = { email: 'key@example.com', fullName: 'Key', timezone: 'UTC' }
  const letter = { name: 'test', subject: 'x', preview: 'x', body: ['x'] }
  await app.platform.db.transaction((tx) => mail(tx, app.platform, to, letter, app.clock.now()))
  const stranger = createSealer([{ id: 'other', key: Buffer.alloc(32, 9) }])
  expect(await check('keys', { ...app.platform, sealer: stranger })).toMatchObject({ state: 'fail' })
  expect(await check('keys')).toMatchObject({ state: 'ok' })
  expect(await check('keys', configured({ AEGIS_MASTER_KEY_PREVIOUS: 'x' }))).toMatchObject({ state: 'warn' })
  await app.drain()
})

test('jobs: waiting without a worker, held by a dead one, given up', async () => {
  await app.sql(`SELECT graphile_worker.add_job('nothing', '{}')`)
  expect(await check('jobs')).toMatchObject({ state: 'ok' })
  await app.sql(`UPDATE graphile_worker._private_jobs SET run_at = now() - interval '20 minutes'`)
  expect(await check('jobs')).toMatchObject({ state: 'fail', says: expect.stringContaining('20 minutes') })
  await app.sql(
    `UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now() - interval '30 minutes'`,
  )
  expect(await check('jobs')).toMatchObject({ state: 'warn', says: expect.stringContaining('30 minutes') })
  await app.sql('UPDATE graphile_worker._private_jobs SET locked_by = NULL, locked_at = NULL, attempts = max_attempts')
  expect(await check('jobs')).toMatchObject({ state: 'warn', says: 'One job was given up after the last try.' })
})
