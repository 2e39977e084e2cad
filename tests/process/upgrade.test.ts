import { copyFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import pg from 'pg'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { migrate } from '#platform/db/migrate.ts'
import { root } from '#platform/root.ts'
import { goodPassword } from '#tests/harness.ts'
import { openMailbox } from '#tests/mailbox.ts'
import { externalDatabase } from './database.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

vi.setConfig({ testTimeout: minutes(3) })
beforeAll(builtProgram, minutes(2))

const firstRelease = '0011'
const migrations = join(root, 'db', 'migrations')
const team = 'team_01kb00000000000000000team'
// As they stand in first-release.sql, there as digests.
const sessionSecret = 'XhR3DnljO4k-UsrbLLL23PHhK1O39MUJ64YL7Eq0eRg'
const keySecret = 'aegis_live_01kb00000000000000000000k1_2QTSKwttZ19wpdy6H9iW5yhk5g8WvS3AU06Eyfz'

/** A database that the first release made and people used. */
async function oldInstallation() {
  const url = await externalDatabase()
  const folder = await emptyFolder()
  for (const name of await readdir(migrations))
    if (name.slice(0, 4) <= firstRelease) await copyFile(join(migrations, name), join(folder, name))
  const { applied } = await migrate({ connectionString: url }, folder)
  expect(applied.at(-1)).toMatch(/^0011/)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(await readFile(join(import.meta.dirname, 'first-release.sql'), 'utf8'))
  return { url, client }
}

/** Every row of every table, with the columns there were then. */
async function everything(client: pg.Client, like?: Map<string, { columns: string[] }>) {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT table_name AS name, array_agg(column_name::text ORDER BY ordinal_position) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> 'schema_migrations' AND table_name !~ '^audit_log_' GROUP BY 1 ORDER BY 1`,
  )
  const found = new Map<string, { columns: string[]; rows: string[] }>()
  for (const { name, columns } of rows) {
    if (like && !like.has(name)) continue
    const then = like?.get(name)?.columns ?? columns
    const listed = await client.query(
      `SELECT to_jsonb(t)::text AS row FROM (SELECT ${then.join(', ')} FROM ${name}) t ORDER BY 1`,
    )
    found.set(name, { columns: then, rows: listed.rows.map(({ row }) => row) })
  }
  return found
}

test('every later migration keeps every row of the first released schema, and the app works on it', async () => {
  const { url, client } = await oldInstallation()
  const before = await everything(client)
  expect([...before.values()].filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(12)
  const { applied } = await migrate({ connectionString: url }, migrations)
  expect(applied.length).toBeGreaterThan(15)
  expect(await everything(client, before)).toEqual(before)

  const mailbox = await openMailbox()
  onTestFinished(() => mailbox.close())
  const port = await freePort()
  const program = aegisrunner(['serve'], {
    DATABASE_URL: url,
    DATA_DIR: await emptyFolder(),
    PORT: String(port),
    LOG_LEVEL: 'warn',
    AEGIS_MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'AegisRunner <no-reply@aegis.example>',
  })
  await program.printed('AegisRunner is ready')
  const origin = `http://localhost:${port}`
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: unknown) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { origin, ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : null, cookies: answer.headers.getSetCookie() }
  }

  // Who was signed in still is, and finds the team, its plan, its members, its log and their key.
  const cookie = `aegis=${sessionSecret}`
  const account = await ask('GET', '/account', { cookie })
  expect(account.body).toMatchObject({ fullName: 'Ada Lovelace', phone: '+4930901820', version: 4 })
  const members = await ask('GET', `/teams/${team}/members`, { cookie })
  expect(members.body.items.map(({ role }: { role: string }) => role).sort()).toEqual(['auditor', 'owner'])
  expect((await ask('GET', `/teams/${team}/billing`, { cookie })).body.plan.id).toBe('pro')
  const usage = await ask('GET', `/teams/${team}/usage`, { cookie })
  expect(usage.status).toBe(200)
  const keys = await ask('GET', `/teams/${team}/keys`, { cookie })
  expect(keys.body.items[0]).toMatchObject({ name: 'CI of the shop' })
  const log = await ask('GET', `/teams/${team}/audit?limit=200`, { cookie })
  expect(log.body.items.length).toBe(200)

  // What they had works: key, password, second factor, and the letter that waited.
  const bearer = { authorization: `Bearer ${keySecret}` }
  expect((await ask('GET', '/key', bearer)).status).toBe(200)
  const told = { events: [{ id: 'first:1', meter: 'runs', amount: 3 }] }
  expect((await ask('POST', `/teams/${team}/usage/events`, bearer, told)).status).toBe(200)
  const signedIn = await ask('POST', '/auth/sessions', {}, { email: 'ada@example.com', password: goodPassword })
  expect(signedIn.status).toBe(200)
  const half = await ask('POST', '/auth/sessions', {}, { email: 'ben@example.com', password: goodPassword })
  expect(half.body.state).toBe('second_factor')
  const challenge = half.cookies.map((line) => line.split(';')[0]).join('; ')
  const code = generateSync({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
  expect((await ask('POST', '/auth/challenge/code', { cookie: challenge }, { code, trustDevice: false })).status).toBe(
    200,
  )
  await expect
    .poll(() => mailbox.to('ada@example.com').map(({ subject }) => subject), { timeout: 30_000 })
    .toContain('A letter from before')

  // The old entries were numbered and sealed along with the new.
  const ofTheTeam = async () => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM audit_leaves WHERE log_id = $1) AS leaves, (SELECT count(*)::int FROM audit_log WHERE log_id = $1) AS entries`,
      [team],
    )
    return rows[0]
  }
  await expect
    .poll(async () => (({ leaves, entries }) => leaves === entries && entries > 200)(await ofTheTeam()), {
      timeout: 30_000,
    })
    .toBe(true)
  program.child.kill('SIGTERM')
  expect(await program.ended).toEqual({ code: 0, signal: null })
})
