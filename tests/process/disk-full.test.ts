import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { goodPassword } from '#tests/harness.ts'
import { embeddedDatabase } from './database.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

vi.setConfig({ testTimeout: minutes(3) })
beforeAll(builtProgram, minutes(2))

// The system lets no file of the program or of its PostgreSQL grow beyond 40 MB: to PostgreSQL a table that must grow then is as a full disk.
const smallFiles = 'ulimit -f 81920'

test.skipIf(process.platform === 'win32')(
  'a full disk: what cannot be written wholly is refused and not done, reading goes on, and with space it works again by itself',
  async () => {
    const data = join(await emptyFolder(), 'd')
    const port = await freePort()
    const env = { DATA_DIR: data, PORT: String(port), LOG_LEVEL: 'silent' }
    const program = aegisrunner(['serve', '--no-worker'], env, smallFiles)
    await program.printed('AegisRunner is ready')
    const client = new pg.Client(await embeddedDatabase(data))
    client.on('error', () => {}) // the end of the program takes the connection too
    await client.connect()
    onTestFinished(() => client.end())
    const origin = `http://localhost:${port}`
    let cookie = ''
    const send = (method: string, path: string, body?: unknown, headers = {}) =>
      fetch(`${origin}/api/v1${path}`, {
        method,
        headers: { origin, cookie, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    const ada = { fullName: 'Ada Lovelace', email: 'ada@example.com', password: goodPassword, timezone: 'UTC' }
    const signedUp = await send('POST', '/auth/sign-ups', ada)
    cookie = signedUp.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const team = (await (await send('GET', '/account')).json()).teams[0].id

    // Fills the pages of the audit log to the last, past the app.
    await client.query('SET session_replication_role = replica')
    await client.query('SET synchronous_commit = off')
    const fill = (rows: number, width: number) =>
      client.query(
        `INSERT INTO audit_log (log_id, at, id, action, actor_kind, user_agent, details)
         SELECT 'filler', now(), 'aud_' || gen_random_uuid(), 'filler.filler', 'system', left(repeat(gen_random_uuid()::text, 60), $2::int), '{}'
         FROM generate_series(1, $1::int) n`,
        [rows, width],
      )
    // Nothing tidies up meanwhile and finds room in between.
    const leaves = "SELECT relid::regclass AS name FROM pg_partition_tree('audit_log') WHERE isleaf"
    for (const { name } of (await client.query(leaves)).rows) {
      await client.query(`ALTER TABLE ${name} SET (autovacuum_enabled = false)`)
    }
    const size = async () =>
      Number(
        (await client.query("SELECT max(pg_relation_size(relid)) AS size FROM pg_partition_tree('audit_log')")).rows[0]
          .size,
      )
    while ((await size()) < 36_000_000) await fill(2_000, 1_500)
    // The last of it a page at a time: what breaks off leaves room behind that PostgreSQL finds again.
    const full: string[] = []
    for (const [step, [rows, width]] of [
      [5, 1_500],
      [1, 1_500],
      [1, 40],
    ].entries()) {
      while (full.length === step) await fill(rows ?? 0, width ?? 0).catch((error: Error) => full.push(error.message))
    }
    expect(full.join()).toMatch(/could not (extend|write)/)

    // What little is left takes a few small rows; then nothing fits any more.
    let told = 0
    const tell = () =>
      send('POST', `/teams/${team}/usage/events`, { events: [{ id: `small:${++told}`, meter: 'runs' }] })
    while ((await tell()).status === 200) expect(told).toBeLessThan(200)

    const counts = async () =>
      (
        await client.query(
          `SELECT (SELECT count(*)::int FROM api_keys) AS keys, (SELECT full_name FROM users) AS name,
             (SELECT coalesce(sum(used), 0)::int FROM usage_counters) AS used, (SELECT count(*)::int FROM sessions) AS sessions,
             (SELECT count(*)::int FROM audit_log WHERE log_id <> 'filler') AS entries`,
        )
      ).rows[0]
    const before = await counts()
    const writes = () => [
      send('POST', `/teams/${team}/keys`, { name: 'CI', kind: 'personal', scopes: ['team:read'] }),
      send('PATCH', '/account', { fullName: 'Ada King' }, { 'if-match': '"1"' }),
      send('POST', `/teams/${team}/usage/events`, { events: [{ id: 'full:1', meter: 'runs' }] }),
      send('POST', '/auth/sessions', { email: ada.email, password: goodPassword }, { cookie: '' }),
    ]
    const refused = await Promise.all(writes())
    expect(refused.map(({ status }) => status)).toEqual([500, 500, 500, 500])
    expect(await counts()).toEqual(before)
    expect((await send('GET', '/account')).status).toBe(200)

    await client.query("DELETE FROM audit_log WHERE log_id = 'filler'")
    await client.query('VACUUM audit_log')
    const done = await Promise.all(writes())
    expect(done.map(({ status }) => status)).toEqual([201, 200, 200, 200])
    expect(await counts()).toMatchObject({
      keys: 1,
      name: 'Ada King',
      used: before.used + 1,
      sessions: before.sessions + 1,
    })
    program.child.kill('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
  },
)
