import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { startEmbedded } from '#platform/db/embedded/start-embedded.ts'
import { goodPassword } from '#tests/harness.ts'
import { openMailbox } from '#tests/mailbox.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

vi.setConfig({ testTimeout: minutes(4) })
beforeAll(builtProgram, minutes(2))

/** A PostgreSQL of the test's own, which may be stopped and started; in other respects as an operator's. */
async function ownPostgres() {
  const dataDir = await emptyFolder()
  const start = () => startEmbedded({ dataDir, log: () => {} })
  let server = await start()
  onTestFinished(() => server.stop())
  const { host, port, superuser, database } = server.connection
  return {
    url: `postgres://${superuser}@${encodeURIComponent(host)}:${port}/${database}`,
    stop: () => server.stop(),
    async kill() {
      process.kill(server.pid, 'SIGQUIT') // an immediate shutdown, as after a crash
      await server.exited
    },
    async start() {
      server = await start()
    },
  }
}

/** Somebody signed in to a running program. */
async function people(port: number) {
  const origin = `http://localhost:${port}`
  let cookie = ''
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${origin}${path.startsWith('/readyz') ? '' : '/api/v1'}${path}`, {
      method,
      signal: AbortSignal.timeout(seconds(30)),
      headers: { origin, cookie, ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const given = answer.headers.getSetCookie().map((line) => line.split(';')[0])
    if (!cookie && given.length > 0) cookie = given.join('; ')
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }
  const account = { fullName: 'Ada Lovelace', email: 'ada@example.com', password: goodPassword, timezone: 'UTC' }
  expect((await send('POST', '/auth/sign-ups', account)).status).toBe(202)
  const team = (await send('GET', '/account')).body.teams[0].id
  return { send, team }
}

test('PostgreSQL stopped, crashed and started: nobody is let in meanwhile, everything works again by itself, waiting letters go out', async () => {
  const postgres = await ownPostgres()
  const mailbox = await openMailbox()
  onTestFinished(() => mailbox.close())
  const port = await freePort()
  const program = aegisrunner(['serve'], {
    DATABASE_URL: postgres.url,
    DATA_DIR: await emptyFolder(),
    PORT: String(port),
    LOG_LEVEL: 'error',
    SMTP_URL: mailbox.url,
  })
  await program.printed('AegisRunner is ready')
  const { send, team } = await people(port)
  const wish = { name: 'CI', kind: 'personal', scopes: ['team:read'] }
  const made = await send('POST', `/teams/${team}/keys`, wish)
  const key = { authorization: `Bearer ${made.body.secret}`, cookie: '' }
  expect((await send('GET', '/key', undefined, key)).status).toBe(200)

  for (const [round, end] of ['stop', 'kill'].entries()) {
    // A letter is in hand when the database goes, and handed over while it is away.
    mailbox.hold()
    expect((await send('POST', '/account/email-change', { newEmail: `ada.held.${round}@example.com` })).status).toBe(
      202,
    )
    await expect.poll(() => mailbox.holding, { timeout: seconds(30) }).toBeGreaterThan(0)
    await postgres[end as 'stop' | 'kill']()
    mailbox.release()
    await sleep(300) // longer than anything heard before may be relied on
    const answers = [
      await send('GET', '/account'),
      await send('GET', '/key', undefined, key),
      await send('POST', '/auth/sessions', { email: 'ada@example.com', password: goodPassword }),
      await send('POST', `/teams/${team}/keys`, wish),
      await send('GET', '/readyz'),
    ]
    expect(answers.map(({ status }) => status >= 500)).toEqual(answers.map(() => true))
    expect(answers.map(({ body }) => /aegis_live|Ada/.test(JSON.stringify(body)))).toEqual(answers.map(() => false))
    await postgres.start()
    await expect.poll(async () => (await send('GET', '/readyz')).status, { timeout: seconds(30) }).toBe(200)
    expect((await send('GET', '/account')).status).toBe(200)
    expect((await send('GET', '/key', undefined, key)).status).toBe(200)
    expect((await send('POST', '/account/email-change', { newEmail: `ada.${round}@example.com` })).status).toBe(202)
    await expect.poll(() => mailbox.to(`ada.${round}@example.com`).length, { timeout: seconds(60) }).toBe(1)
    const held = () => mailbox.to(`ada.held.${round}@example.com`).length
    await expect.poll(held, { timeout: seconds(90) }).toBeGreaterThan(0)
  }
  // What was refused while it stood still was not done later on.
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  const { rows } = await client.query('SELECT count(*)::int AS keys FROM api_keys')
  await client.end()
  expect(rows).toEqual([{ keys: 1 }])
  program.child.kill('SIGTERM')
  expect(await program.ended).toEqual({ code: 0, signal: null })
})
