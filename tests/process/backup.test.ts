import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { tablesOf } from '#platform/db/backup.queries.ts'
import { goodPassword } from '#tests/harness.ts'
import { embeddedDatabase, externalDatabase } from './database.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

beforeAll(builtProgram)

const enough = 120_000 // programs start half a dozen times

const masterKey = Buffer.alloc(32, 9).toString('base64')
const account = { fullName: 'Ada \\N Lovelace', email: 'ada@example.com', password: goodPassword, timezone: 'UTC' }

async function started(more: Record<string, string> = {}) {
  const port = await freePort()
  const data = join(await emptyFolder(), 'd')
  const env = { DATA_DIR: data, PORT: String(port), LOG_LEVEL: 'warn', AEGIS_MASTER_KEY: masterKey, ...more }
  const send = (path: string, body: unknown) =>
    fetch(`http://localhost:${port}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
      body: JSON.stringify(body),
    })
  const serve = async () => {
    const program = aegisrunner(['serve'], env)
    await program.printed('AegisRunner is ready')
    return program
  }
  return { env, data, send, serve }
}

async function stopped({ child, ended }: ReturnType<typeof aegisrunner>): Promise<void> {
  child.kill('SIGTERM')
  await ended
}

/** Every row of every table, as text. What moves by itself while the app runs is left out: sessions, workers' signs of life, where sealing stands. */
async function contentOf(settings: pg.ClientConfig): Promise<Record<string, string[]>> {
  const client = new pg.Client(settings)
  await client.connect()
  const content: Record<string, string[]> = {}
  for (const { name } of await tablesOf(client)) {
    if (/sessions|graphile_worker|worker_life|audit_sealing/.test(name)) continue
    const { rows } = await client.query(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)
    content[name] = rows.map(({ row }) => row)
  }
  await client.end()
  return content
}

/** How many entries of the audit log are in no tree yet. */
async function unsealed(data: string): Promise<number> {
  const client = new pg.Client(await embeddedDatabase(data))
  await client.connect()
  const { rows } = await client.query(
    'SELECT count(*)::int AS n FROM audit_log a WHERE NOT EXISTS (SELECT FROM audit_leaves l WHERE l.entry_id = a.id)',
  )
  await client.end()
  return rows[0].n
}

async function ran(args: string[], env: Record<string, string>): Promise<{ code: number | null; says: string }> {
  const program = aegisrunner(args, env)
  const { code } = await program.ended
  return { code, says: program.output() }
}

test(
  'a backup made beside the running app brings everything back, embedded and external, and only into an empty database',
  async () => {
    const first = await started()
    const running = await first.serve()
    expect((await first.send('/auth/sign-ups', account)).status).toBe(202)
    // The app seals its log within five seconds; a backup before that holds less than what is compared below.
    await expect.poll(() => unsealed(first.data), { timeout: 30_000 }).toBe(0)
    const file = join(await emptyFolder(), 'aegis.backup')
    const made = await ran(['backup', file], first.env)
    expect(made).toMatchObject({ code: 0, says: expect.stringMatching(/^\d+ rows of \d+ tables/) })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await ran(['backup', file], first.env)).says).toMatch(/cannot be written .*EEXIST/)
    const before = await contentOf(await embeddedDatabase(first.data))
    expect(before['public.users']?.[0]).toContain('Lovelace')
    await stopped(running)
    expect((await ran(['restore', file], first.env)).says).toMatch(/accounts in this database already/)

    const second = await started()
    expect(await ran(['restore', file], second.env)).toMatchObject({ code: 0, says: expect.stringMatching(/are back/) })
    const again = await second.serve()
    expect(await contentOf(await embeddedDatabase(second.data))).toEqual(before)
    expect((await second.send('/auth/sessions', account)).status).toBe(400) // a name is no part of signing in
    const { email, password } = account
    expect((await second.send('/auth/sessions', { email, password })).status).toBe(200)
    await stopped(again)

    const DATABASE_URL = await externalDatabase()
    const third = await started({ DATABASE_URL })
    expect((await ran(['restore', file], third.env)).code).toBe(0)
    expect(await contentOf({ connectionString: DATABASE_URL })).toEqual(before)
  },
  enough,
)

test(
  'a file that is cut short, changed or of another version changes nothing',
  async () => {
    const { env, data, serve, send } = await started()
    const running = await serve()
    expect((await send('/auth/sign-ups', account)).status).toBe(202)
    const folder = await emptyFolder()
    const file = join(folder, 'whole')
    expect((await ran(['backup', file], env)).code).toBe(0)
    await stopped(running)
    const lines = gunzipSync(await readFile(file))
      .toString()
      .split('\n')
    const head = JSON.parse(lines[0] ?? '')
    const broken: Record<string, [content: Buffer, says: RegExp]> = {
      cut: [gzipSync(lines.slice(0, -3).join('\n')), /cut short/],
      torn: [(await readFile(file)).subarray(0, 500), /cannot be read/],
      plain: [Buffer.from('hello'), /cannot be read/],
      foreign: [gzipSync('{"x":1}\n'), /no backup/],
      newer: [
        gzipSync(
          [JSON.stringify({ ...head, migrations: [...head.migrations, '9999-x.sql'] }), ...lines.slice(1)].join('\n'),
        ),
        /newer version \(9999-x\.sql\)/,
      ],
      older: [
        gzipSync([JSON.stringify({ ...head, migrations: head.migrations.slice(1) }), ...lines.slice(1)].join('\n')),
        /older version/,
      ],
    }
    const target = await started({ DATABASE_URL: await externalDatabase() })
    for (const [name, [content, says]] of Object.entries(broken)) {
      await writeFile(join(folder, name), content)
      const refused = await ran(['restore', join(folder, name)], target.env)
      expect(refused.code, name).toBe(1)
      expect(refused.says, name).toMatch(says)
      expect(refused.says.trim().split('\n'), name).toHaveLength(1)
    }
    expect((await ran(['restore', file], target.env)).code).toBe(0) // still empty, so the whole one fits
    expect(data).not.toBe(target.data)
  },
  enough,
)
