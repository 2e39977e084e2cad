import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { button } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import { type TestApp, testApp } from '#tests/harness.ts'

const here = await testApp({ SMTP_URL: '' })
const away = await testApp({ SMTP_URL: '', PUBLIC_URL: 'https://aegis.example' })
await here.drain()
await away.drain()

let letters = 0
const post = async (app: TestApp, email = `reader.${++letters}@example.com`) => {
  app.clock.advance(minutes(1))
  await app.platform.db.transaction((tx) =>
    mail(
      tx,
      app.platform,
      { email, fullName: 'Rea Der', timezone: 'UTC' },
      {
        name: 'test',
        subject: 'A letter',
        preview: 'Its preview',
        body: [button('Open', `${app.config.publicUrl}/recover#s3cret`)],
      },
      app.clock.now(),
    ),
  )
  await app.drain()
  const [row] = await app.sql<{ id: string }>('SELECT id FROM mail_outbox ORDER BY created_at DESC, id DESC LIMIT 1')
  return { email, id: row?.id ?? '' }
}

test('without a mail server a letter is held; on loopback the log shows its link, elsewhere never', async () => {
  const near = await post(here)
  expect(here.logged()).toContain(`“A letter” for ${near.email}: ${here.config.publicUrl}/recover#s3cret`)
  const far = await post(away)
  expect(away.logged()).toContain(`“A letter” for ${far.email}`)
  expect(away.logged()).not.toContain('#s3cret')
  const { body } = await away.operator.browser.get('/operate/outbox')
  expect(body.contentShown).toBe(false)
  expect(body.items[0]).toEqual({
    id: far.id,
    recipient: far.email,
    letter: 'test',
    subject: 'A letter',
    state: 'held',
    attempts: 0,
    lastError: null,
    createdAt: away.clock.now().toISOString(),
    settledAt: away.clock.now().toISOString(),
    readable: false,
  })
})

test('the operator reads a letter on loopback, and the reading is recorded; elsewhere it is not found', async () => {
  const near = await post(here)
  const read = await here.operator.browser.get(`/operate/outbox/${near.id}`)
  expect(read.status).toBe(200)
  expect(read.body).toMatchObject({ id: near.id, state: 'held', readable: true, preview: 'Its preview' })
  expect(read.body.html).toContain(`href="${here.config.publicUrl}/recover#s3cret"`)
  expect(read.body.text).toContain('/recover#s3cret')
  const rows = await here.sql('SELECT log_id, actor_id, details FROM audit_log WHERE action = $1 AND target_id = $2', [
    'operate.letter_read',
    near.id,
  ])
  expect(rows).toContainEqual({
    log_id: here.operator.id,
    actor_id: here.operator.id,
    details: { letter: 'test', recipient: near.email },
  })
  const far = await post(away)
  expect((await away.operator.browser.get(`/operate/outbox/${far.id}`)).status).toBe(404)
  expect((await here.operator.browser.get('/operate/outbox/mail_none')).status).toBe(404)
})

test('pages go from the newest to the oldest without a gap or a double, whatever is added meanwhile', async () => {
  for (let i = 0; i < 7; i++) await post(here)
  // The same moment for several letters: the id decides.
  await here.sql(
    'UPDATE mail_outbox SET created_at = $1 WHERE id IN (SELECT id FROM mail_outbox ORDER BY id DESC LIMIT 4)',
    [here.clock.now()],
  )
  const expected = (await here.sql<{ id: string }>('SELECT id FROM mail_outbox ORDER BY created_at DESC, id DESC')).map(
    ({ id }) => id,
  )
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const { body } = await here.operator.browser.get(`/operate/outbox?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...body.items.map((item: { id: string }) => item.id))
    cursor = body.nextCursor
    if (seen.length === 3) await post(here)
  } while (cursor)
  expect(seen).toEqual(expected)
})

test.each(['limit=0', 'limit=201', 'limit=x', 'cursor=', 'cursor=1-mail_x', 'cursor=%27', 'page=2'])(
  '%s is refused',
  async (query) => {
    expect((await here.operator.browser.get(`/operate/outbox?${query}`)).status).toBe(400)
  },
)

test('a held letter is sent again and recorded; one that waits or was sent is not', async () => {
  const sending = await testApp()
  const { id, email } = await post(sending)
  await sending.sql("UPDATE mail_outbox SET state = 'waiting' WHERE id = $1", [id])
  expect((await sending.operator.browser.post(`/operate/outbox/${id}/retry`)).body.code).toBe('letter_not_stopped')
  await sending.sql("UPDATE mail_outbox SET state = 'sent' WHERE id = $1", [id])
  expect((await sending.operator.browser.post(`/operate/outbox/${id}/retry`)).status).toBe(409)
  const kept = await sending.sql<{ content: string }>('SELECT content FROM mail_outbox WHERE id = $1', [id])
  expect(kept).toEqual([{ content: null }])

  sending.mailbox.all()
  await sending.platform.db.transaction((tx) =>
    mail(
      tx,
      sending.platform,
      { email, fullName: '', timezone: 'UTC' },
      { name: 'test', subject: 'Held', preview: '', body: ['x'] },
      sending.clock.now(),
    ),
  )
  await sending.sql("UPDATE mail_outbox SET state = 'held', settled_at = now() WHERE subject = 'Held'")
  await sending.drain()
  const [held] = await sending.sql<{ id: string }>("SELECT id FROM mail_outbox WHERE subject = 'Held'")
  expect(sending.mailbox.to(email).map(({ subject }) => subject)).toEqual(['A letter'])
  const answer = await sending.operator.browser.post(`/operate/outbox/${held?.id}/retry`)
  expect([answer.status, answer.body]).toEqual([202, {}])
  await sending.drain()
  expect(sending.mailbox.to(email).map(({ subject }) => subject)).toEqual(['A letter', 'Held'])
  expect(await sending.sql('SELECT state, content FROM mail_outbox WHERE id = $1', [held?.id])).toEqual([
    { state: 'sent', content: null },
  ])
  const recorded = await sending.sql(
    "SELECT target_id FROM audit_log WHERE action = 'operate.letter_retried' AND log_id = $1",
    [sending.operator.id],
  )
  expect(recorded).toEqual([{ target_id: held?.id }])
})

test('jobs that were given up are listed with the first line of their reason', async () => {
  await here.sql(`SELECT graphile_worker.add_job('gone', '{"token":"s3cret"}')`)
  await here.sql(
    `UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = E'it broke\\n  at here'`,
  )
  const { body } = await here.operator.browser.get('/operate/dead-jobs')
  expect(body.items).toEqual([
    {
      id: expect.any(String),
      name: 'gone',
      attempts: 25,
      lastError: 'it broke',
      failedAt: expect.stringMatching(/Z$/),
    },
  ])
  expect(JSON.stringify(body)).not.toContain('s3cret')
})
