import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { clearAttempts, countAttempt, networkOf } from './limits.ts'

const app = await testApp()

test('V21: spellings of one address and neighbours in one /64 share a bucket', () => {
  const spellings = ['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:c000:207']
  expect(new Set(spellings.map(networkOf))).toEqual(new Set(['192.0.2.7']))
  const neighbours = Array.from({ length: 50 }, (_, i) => `2001:DB8:0:1::${i.toString(16)}`)
  expect(new Set([...neighbours, '2001:db8:0000:0001:ffff::1'].map(networkOf))).toEqual(new Set(['2001:db8:0:1::/64']))
  expect(networkOf('2001:db8:0:2::1')).not.toBe(networkOf('2001:db8:0:1::1'))
})

test('V23: an unknown address shares one bucket instead of having none', () => {
  expect(['', 'unknown', 'not an address'].map(networkOf)).toEqual(['unknown', 'unknown', 'unknown'])
})

test('parallel attempts on two nodes each see a number of their own, and a window ends', async () => {
  const { platform } = await app.node()
  const count = (db = app.platform.db) => countAttempt(db, 'test bucket', minutes(5), app.clock.now())
  const counted = await Promise.all(Array.from({ length: 100 }, (_, i) => count(i % 2 ? platform.db : app.platform.db)))
  expect(counted.map((one) => one.count).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  app.clock.advance(minutes(5))
  expect((await count()).count).toBe(1)
  await clearAttempts(app.platform.db, ['test bucket'])
  expect((await count()).count).toBe(1)
})

test('V148, V149: a forged X-Forwarded-For changes neither the bucket nor the audit address', async () => {
  const ada = await app.person('Ada Lovelace')
  const forged = { headers: { 'x-forwarded-for': '203.0.113.99', forwarded: 'for=203.0.113.99' } }
  await ada.browser.post('/auth/confirmation', { password: ada.password }, forged)
  const rows = await app.sql("SELECT ip FROM audit_log WHERE actor_id = $1 AND action = 'auth.identity_confirmed'", [
    ada.id,
  ])
  expect(new Set(rows.map((row) => row.ip))).toEqual(new Set(['127.0.0.1']))
})

test('V149: with one trusted hop, only what that hop says counts', async () => {
  const behind = await testApp({ TRUST_PROXY: '1' })
  const ben = await behind.person('Ben Admin')
  const chain = { headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' } }
  await ben.browser.post('/auth/confirmation', { password: ben.password }, chain)
  const rows = await behind.sql("SELECT ip FROM audit_log WHERE actor_id = $1 AND action = 'auth.identity_confirmed'", [
    ben.id,
  ])
  expect(rows[0]?.ip).toBe('203.0.113.7')
})
