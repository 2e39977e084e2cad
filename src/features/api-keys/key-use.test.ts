import { expect, test } from 'vitest'
import { auditHours } from '#access/key-timetable.ts'
import { days, earlier, hours, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { audited, flush, makeKey, program } from './key.fixture.ts'
import { deleteKey, lockKey } from './queries.ts'

const app = await testApp({ TRUST_PROXY: '1' })
const other = await app.node()
const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
const flushBoth = () => Promise.all([flush(app), flush(other)])

test('without any call, uses are written within about a second', async () => {
  const ada = await app.person('Ada Timer')
  const { id, secret } = await makeKey(ada)
  await program(app, secret).get('/key')
  await expect
    .poll(() => app.sql('SELECT uses FROM key_days WHERE key_id = $1', [id]), { timeout: 10_000 })
    .toEqual([{ uses: 1 }])
})

test('the first use from each address is in the log before the answer; the rest is one row per key, address and hour', async () => {
  const ada = await app.person('Ada Audit')
  const { id, secret } = await makeKey(ada)
  const burst = await Promise.all(
    Array.from({ length: 20 }, (_, i) => program(i % 2 ? app : other, secret).get('/key', from('203.0.113.7'))),
  )
  expect(new Set(burst.map(({ status }) => status))).toEqual(new Set([200]))
  const rows = async () => (await audited(app, ada.teamId, id)).filter(({ action }) => action !== 'key.created')
  expect(await rows()).toMatchObject([
    {
      action: 'key.used_from_new_address',
      ip: '203.0.113.7',
      actor_kind: 'key',
      details: { route: 'GET /api/v1/key', client: 'curl/8.5.0' },
    },
  ])
  await program(other, secret).get('/key', from('203.0.113.8'))
  expect((await rows()).map(({ ip }) => ip)).toEqual(['203.0.113.7', '203.0.113.8'])
  await program(app, secret).get('/key', from('203.0.113.8'))
  await flushBoth()
  const close = () => Promise.all([app, other].map(({ platform }) => auditHours(platform, app.clock.now())))
  await close()
  expect(await rows()).toHaveLength(2)
  app.clock.advance(hours(1) + minutes(2))
  await close()
  await close()
  const sums = (await rows()).slice(2)
  expect(sums.map(({ action, ip, details }) => [action, ip, details.uses]).toSorted()).toEqual([
    ['key.used', '203.0.113.7', 19],
    ['key.used', '203.0.113.8', 1],
  ])
  expect(await audited(app, ada.id, id)).toHaveLength(5)
})

test('uses of a key that is revoked before they are written still reach the log', async () => {
  const ada = await app.person('Ada Revoker')
  const { id, secret } = await makeKey(ada)
  for (let i = 0; i < 3; i++) await program(app, secret).get('/key')
  await ada.browser.delete(`/teams/${ada.teamId}/keys/${id}`)
  await flush(app)
  app.clock.advance(hours(1) + minutes(2))
  await auditHours(app.platform, app.clock.now())
  const rows = await audited(app, ada.teamId, id)
  expect(rows.map(({ action, details }) => [action, details.uses])).toEqual([
    ['key.created', undefined],
    ['key.used_from_new_address', undefined],
    ['key.revoked', undefined],
    ['key.used', 2],
  ])
})

test('sums that cannot be written are kept and written later, none twice', async () => {
  const ada = await app.person('Ada Outage')
  const { id, secret } = await makeKey(ada)
  await program(app, secret).get('/key')
  await app.sql('ALTER TABLE key_days RENAME TO key_days_away')
  await flush(app)
  await program(app, secret).get('/key')
  await app.sql('ALTER TABLE key_days_away RENAME TO key_days')
  await flush(app)
  await flush(app)
  expect(await app.sql('SELECT uses FROM key_days WHERE key_id = $1', [id])).toEqual([{ uses: 2 }])
  expect((await program(app, secret).get('/key')).body.usedToday).toBe(3)
})

test('two nodes that write the same keys at once neither wait in a circle nor lose a use', async () => {
  const ada = await app.person('Ada Circle')
  const keys: { id: string; secret: string }[] = []
  for (let i = 0; i < 6; i++) keys.push(await makeKey(ada))
  for (let round = 0; round < 5; round++) {
    const order = round % 2 ? keys : keys.toReversed()
    await Promise.all(order.flatMap(({ secret }) => [app, other].map((node) => program(node, secret).get('/key'))))
    await flushBoth()
    app.clock.advance(minutes(1))
  }
  const rows = await app.sql<{ uses: number }>('SELECT uses FROM key_days WHERE key_id = ANY($1)', [
    keys.map(({ id }) => id),
  ])
  expect(rows.map(({ uses }) => uses)).toEqual(Array(6).fill(10))
})

test('noting uses never waits for a key that is being deleted, and is not disturbed by one that is being changed', async () => {
  const ada = await app.person('Ada Locked')
  const [gone, kept] = [await makeKey(ada), await makeKey(ada)]
  for (const { secret } of [gone, kept]) await program(app, secret).get('/key')
  await app.platform.db.transaction(async (tx) => {
    await deleteKey(tx, ada.teamId, gone.id)
    await lockKey(tx, kept.id)
    await flush(app) // would wait for this very transaction
  })
  const rows = await app.sql('SELECT key_id, uses FROM key_days WHERE key_id = ANY($1)', [[gone.id, kept.id]])
  expect(rows).toEqual([{ key_id: kept.id, uses: 1 }])
})

test('securing the account revokes its keys, and unused ones are pointed out before', async () => {
  const ada = await app.person('Ada Secure')
  const { id, secret } = await makeKey(ada, { expiresInDays: null })
  const service = await makeKey(ada, { kind: 'service' })
  const { keySafeguard } = await import('./public.ts')
  const advice = () => keySafeguard.advise?.(app.platform.db, { user: ada } as never, app.clock.now())
  expect(await advice()).toMatchObject([{ id: 'unused-keys', state: 'done' }])
  await app.sql('UPDATE api_keys SET created_at = $2 WHERE id = $1', [id, earlier(app.clock.now(), days(91))])
  expect(await advice()).toMatchObject([
    { state: 'attention', says: '1 of your API keys has not been used for 90 days.' },
  ])
  await app.platform.db.transaction(async (tx) => keySafeguard.secure?.(tx, ada.id, app.clock.now()))
  expect((await program(app, secret).get('/key')).body.code).toBe('key_unknown')
  expect((await program(app, service.secret).get('/key')).status).toBe(200)
})
