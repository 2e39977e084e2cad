import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { sealedPlaces } from '#app/lifecycle.ts'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { sealAudit } from '#features/audit/seal.ts'
import { sealKeysOf } from '#platform/master-key.ts'
import { fullLife } from '#tests/full-life.ts'
import { testApp } from '#tests/harness.ts'
import { reseal } from './reseal.ts'
import { createSealer } from './seal.ts'

// Without a mail server letters are held, sealed as they are.
const app = await testApp()
const [old, next] = [Buffer.alloc(32, 7), randomBytes(32)]
const moving = createSealer(sealKeysOf([next, old]))
const after = createSealer(sealKeysOf([next]))

/** Every column of every table that holds a text sealed with this key, and how many. */
async function sealedWithKey(keyId: string): Promise<Record<string, number>> {
  const columns = await app.sql<{ table: string; column: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS table, quote_ident(column_name) AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'ARRAY', 'bytea')`,
  )
  const found: Record<string, number> = {}
  for (const { table, column } of columns) {
    const rows = await app.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${table} WHERE strpos(${column}::text, $1) > 0`,
      [`v1:${keyId}:`],
    )
    if (rows[0]?.n) found[`${table}.${column}`] = rows[0].n
  }
  return found
}

test('ASVS 13.3.4: every sealed text of every table moves to the new key, beside readers of both; the old key opens nothing any more', async () => {
  const oldId = createSealer(sealKeysOf([old])).currentKeyId
  const who = await fullLife(app)
  const other = await app.person('Iva Idempotent')
  await makeKey(other)
  const post = { name: 'Once', kind: 'personal', scopes: ['team:read'] }
  const once = { headers: { 'idempotency-key': 'abc' } }
  expect((await other.browser.post(`/teams/${other.teamId}/keys`, post, once)).status).toBe(201)
  await app.browser().post('/auth/recoveries', { email: who.email }) // a letter that waits
  await app.sql("UPDATE graphile_worker._private_jobs SET run_at = now() + interval '1 day'")
  await app.platform.db.transaction(async (tx) => {
    const { mail } = await import('#platform/mail/outbox.ts')
    const letter = { name: 'plain', subject: 'Kept', preview: '', body: ['Kept.'] }
    await mail(tx, app.platform, { email: who.email, fullName: '', timezone: 'UTC' }, letter, app.clock.now())
  })
  await sealAudit(app.platform, app.clock.now())
  const before = await sealedWithKey(oldId)
  expect(Object.keys(before).sort()).toEqual([
    'public.account_export_pieces.sealed',
    'public.audit_keys.private_key',
    'public.authenticators.secret',
    'public.idempotency_keys.body',
    'public.mail_outbox.content',
  ])

  const results = []
  for (const place of sealedPlaces) results.push(await reseal(app.platform.db, moving, place))
  expect(results.every(({ unreadable }) => unreadable === 0)).toBe(true)
  expect(results.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(
    Object.values(before).reduce((sum, n) => sum + n, 0),
  )
  expect(await sealedWithKey(oldId)).toEqual({})
  const [app2] = await app.sql<{ secret: string }>('SELECT secret FROM authenticators WHERE user_id = $1', [who.id])
  expect(after.open(app2?.secret ?? '', who.id)).toHaveLength(20)
  for (const place of sealedPlaces)
    expect(await reseal(app.platform.db, moving, place), place.what).toMatchObject({ resealed: 0, unreadable: 0 })
})

test('what neither key opens is counted, left as it is, and ends nothing', async () => {
  const who = await app.person('Una Unreadable')
  await app.sql(
    `INSERT INTO authenticators (id, user_id, name, secret, created_at, confirmed_at)
     VALUES ('otp_x', $1, 'App', 'v1:stranger:AAAAAAAAAAAAAAAA:AAAA:AAAAAAAAAAAAAAAAAAAAAA', now(), now())`,
    [who.id],
  )
  const place = sealedPlaces.find(({ what }) => what === 'secrets of authenticator apps')
  if (!place) throw new Error('the place is not listed')
  expect(await reseal(app.platform.db, moving, place)).toMatchObject({ unreadable: 1 })
  expect(await app.sql("SELECT 1 FROM authenticators WHERE secret LIKE 'v1:stranger:%'")).toHaveLength(1)
})
