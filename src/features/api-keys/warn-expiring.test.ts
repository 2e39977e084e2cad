import { expect, test } from 'vitest'
import { days, hours } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { confirm, makeKey, program } from './key.fixture.ts'
import { warnExpiring } from './warn-expiring.ts'

const app = await testApp()
const other = await app.node()

const sweep = () => Promise.all([app, other, app].map(({ platform }) => warnExpiring(platform, app.clock.now())))
const warned = async (email: string) =>
  (await app.mail(email)).map(({ subject }) => subject).filter((subject) => subject.startsWith('An API key expires'))
const [week, day] = ['An API key expires within 7 days', 'An API key expires within a day']

test('a key is warned of 7 days and 1 day before it ends, by mail and exactly once each, however many workers sweep', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kolkata' })
  const { secret } = await makeKey(ada, { expiresInDays: 30, name: 'Nightly' })
  await makeKey(ada, { expiresInDays: null })
  const header = async () => (await program(app, secret).get('/key')).headers.get('x-aegisrunner-key-expires')
  app.clock.advance(days(22))
  await sweep()
  expect([await warned(ada.email), await header()]).toEqual([[], null])
  app.clock.advance(days(1))
  for (let i = 0; i < 3; i++) await sweep()
  expect(await warned(ada.email)).toEqual([week])
  expect(await header()).toBe('2027-03-31T09:00:00.000Z')
  const text = (await app.mail(ada.email)).at(-1)?.text
  for (const part of ['Nightly', '31 Mar 2027, 14:30 (Asia/Kolkata)']) expect(text).toContain(part)
  app.clock.advance(days(6))
  for (let i = 0; i < 3; i++) await sweep()
  expect(await warned(ada.email)).toEqual([week, day])
  await confirm(ada)
  expect((await ada.browser.get(`/teams/${ada.teamId}/keys`)).body.items.at(-1).expiresSoon).toBe('now')
  app.clock.advance(days(1))
  await sweep()
  expect(await warned(ada.email)).toHaveLength(2)
})

test('a key made for a week is warned of its last day only; one for a day never; a rotation begins anew', async () => {
  const ada = await app.person('Ada Short')
  await makeKey(ada, { expiresInDays: 1 })
  const { id } = await makeKey(ada, { expiresInDays: 7 })
  await sweep()
  expect(await warned(ada.email)).toEqual([])
  app.clock.advance(days(6) + hours(1))
  await sweep()
  expect(await warned(ada.email)).toEqual([day])
  await confirm(ada)
  await ada.browser.post(`/teams/${ada.teamId}/keys/${id}/rotation`, { overlapHours: 0 })
  app.clock.advance(days(6) + hours(1))
  await sweep()
  expect(await warned(ada.email)).toEqual([day, day])
})

test('a worker that was away for the week warns of the last day only', async () => {
  const ada = await app.person('Ada Late')
  await makeKey(ada, { expiresInDays: 30 })
  app.clock.advance(days(29) + hours(1))
  await sweep()
  await sweep()
  expect(await warned(ada.email)).toEqual([day])
})

test('more keys than one sweep takes at once are all warned of', async () => {
  const ada = await app.person('Ada Many')
  const { id } = await makeKey(ada, { expiresInDays: 30 })
  await app.sql(
    `INSERT INTO api_keys SELECT (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || lpad(n::text, 26, '0')))).*
     FROM api_keys k, generate_series(1, 120) n WHERE k.id = $1`,
    [id],
  )
  app.clock.advance(days(24))
  await sweep()
  expect(await warned(ada.email)).toHaveLength(121)
})
