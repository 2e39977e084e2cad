import { expect, test } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { addStream, shownStreams, streams } from './streams.fixture.ts'

const app = await testApp()
const address = 'https://127.0.0.1:9/'

test('addresses are those of the kind, that can be reached, five at most, by owners and admins who just proved who they are', async () => {
  const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
  await app.join(ben, ada.teamId, 'auditor')
  for (const body of [
    { address: 'ftp://127.0.0.1/' },
    { address: 'tls://127.0.0.1:6514' },
    { kind: 'syslog', address: 'https://127.0.0.1' },
    { kind: 'syslog', address: 'tls://127.0.0.1' },
    { address: 'http://169.254.169.254/latest' },
    { address: 'https://user:pass@127.0.0.1/' },
    { address: 'nonsense' },
  ])
    expect((await addStream(ada, body)).body.code, JSON.stringify(body)).toBe('address_not_usable')
  const same = await Promise.all(Array.from({ length: 5 }, () => addStream(ada, { address: 'https://127.0.0.1:9/' })))
  expect(same.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  expect((await addStream(ada, { address: 'https://127.0.0.1:9/' })).body.code).toBe('too_many_streams')
  expect((await ben.browser.get(streams(ada))).status).toBe(403)
  app.clock.advance(minutes(11))
  expect((await addStream(ada, { address: 'https://127.0.0.1:9/' })).body.code).toBe('confirmation_required')
})

test('of ten added at once five are, and each is in the log once, without its secret', async () => {
  const ada = await app.person('Ada Lovelace')
  const answers = await Promise.all(Array.from({ length: 10 }, () => addStream(ada, { address })))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(201), ...Array(5).fill(409)])
  const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.id)
  expect((await shownStreams(ada)).map(({ id }: { id: string }) => id).sort()).toEqual(ids.sort())
  const rows = await app.sql<{ target_id: string; details: object }>(
    "SELECT target_id, details FROM audit_log WHERE log_id = $1 AND action = 'audit.stream_added'",
    [ada.teamId],
  )
  expect(rows.map(({ target_id }) => target_id).sort()).toEqual(ids)
  for (const { details } of rows)
    expect(details).toMatchObject({ name: 'Collector', kind: 'webhook', host: '127.0.0.1:9' })
  for (const { body } of answers.filter(({ status }) => status === 201)) {
    expect(body.secret).toMatch(/^[\w-]{40,}$/)
    expect(JSON.stringify(rows)).not.toContain(body.secret)
  }
})

test('a syslog server has no secret; a plan without the log has no streams', async () => {
  const ada = await app.person('Ada Lovelace')
  const { status, body } = await addStream(ada, { kind: 'syslog', address: 'tls://127.0.0.1:6514' })
  expect([status, body.secret, body.state]).toEqual([201, null, 'sending'])
  app.clock.advance(days(14))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  expect((await addStream(ada, { address })).body.code).toBe('plan_without_audit_log')
  expect((await ada.browser.post(streams(ada), { name: '', kind: 'webhook', address })).status).toBe(400)
})
