import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StartupFault } from '#platform/fault.ts'
import { isRoot, openFolder, processesLeft } from './staged-app.fixture.ts'
import { type EmbeddedServer, startEmbedded } from './start-embedded.ts'

let base: string
let data: string
let server: EmbeddedServer

const start = (dataDir: string, settings?: Record<string, string>) =>
  startEmbedded({ dataDir, settings, log: () => undefined })

async function ask<Row>(sql: string, at = server): Promise<Row | undefined> {
  const { superuser: user, ...where } = at.connection
  const client = new Client({ ...where, user })
  await client.connect()
  try {
    return (await client.query<Row & object>(sql)).rows[0]
  } finally {
    await client.end()
  }
}

async function faultOf(dataDir: string, settings?: Record<string, string>): Promise<string> {
  const fault = await start(dataDir, settings).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(fault).toBeInstanceOf(StartupFault)
  return (fault as StartupFault).message
}

beforeAll(async () => {
  base = await openFolder()
  data = join(base, 'data')
  server = await start(data)
})

afterAll(async () => {
  await server.stop()
  expect(await processesLeft(base)).toEqual([])
  await rm(base, { recursive: true, force: true, maxRetries: 20 })
})

test('a first start makes a private cluster with checksums and a database that sorts the same everywhere', async () => {
  expect((await stat(data)).mode & 0o777).toBe(0o700)
  expect((await stat(join(data, 'postgres'))).mode & 0o777).toBe(0o700)
  const seen = await ask(`
    SELECT current_database() AS name, pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider,
      datlocale AS locale, datcollate AS collation, current_setting('data_checksums') AS checksums,
      current_setting('fsync') AS fsync, inet_server_addr() AS address, current_setting('listen_addresses') AS listens
    FROM pg_database WHERE datname = current_database()`)
  expect(seen).toEqual({
    name: 'aegisrunner',
    encoding: 'UTF8',
    provider: 'b',
    locale: 'C.UTF-8',
    collation: 'C',
    checksums: 'on',
    fsync: 'on',
    address: null,
    listens: '',
  })
})

test('stopping ends every process of the server, and the next start finds the data', async () => {
  await ask('CREATE TABLE things AS SELECT 7 AS n')
  const before = server
  await before.stop()
  await before.exited
  expect(await processesLeft(data)).toEqual([])
  server = await start(data)
  expect(server.pid).not.toBe(before.pid)
  expect(await ask('SELECT n FROM things')).toEqual({ n: 7 })
})

test('a second start on the same data is refused and leaves the first alone', async () => {
  expect(await faultOf(data)).toContain(`AegisRunner is already running (pid ${server.pid} `)
  expect(await ask('SELECT 1 AS one')).toEqual({ one: 1 })
})

test('settings are passed on, and a bad one gives the reason PostgreSQL gives', async () => {
  const other = join(base, 'other')
  const quick = await start(other, { fsync: 'off', work_mem: '3MB', log_min_messages: 'panic' })
  const shown = "SELECT current_setting('fsync') AS fsync, current_setting('work_mem') AS memory"
  expect(await ask(shown, quick)).toEqual({ fsync: 'off', memory: '3MB' })
  await quick.stop()
  expect(await faultOf(other, { work_mem: 'lots' })).toBe(
    'PostgreSQL did not start: invalid value for parameter "work_mem": "lots".',
  )
})

test('a killed server is noticed, and its lock file does not stop the next start', async () => {
  process.kill(server.pid, 'SIGKILL')
  await server.exited
  server = await start(data)
  expect(await ask('SELECT n FROM things')).toEqual({ n: 7 })
})

// Both run as the user of the server, whose processes are the ones PostgreSQL takes for a server.
test.each([
  ['has been given to another program', 'echo $$; exec sleep 60'],
  ['is dead but not yet reaped', 'true & echo $!; exec sleep 60'],
])('a lock file whose process id %s does not stop the next start', async (_, script) => {
  const lock = join(data, 'postgres/postmaster.pid')
  const [, ...rest] = (await readFile(lock, 'utf8')).split('\n')
  await server.stop()
  const { uid, gid } = await stat(join(data, 'postgres'))
  const other = spawn('/bin/sh', ['-c', script], { cwd: '/', ...(isRoot ? { uid, gid } : {}) })
  const pid = await new Promise<string>((resolve) => other.stdout.once('data', (text) => resolve(String(text).trim())))
  await writeFile(lock, [pid, ...rest].join('\n'))
  server = await start(data)
  expect(await ask('SELECT n FROM things')).toEqual({ n: 7 })
  other.kill('SIGKILL')
})

test('a path too long for a socket gets a private folder below the temporary one', async () => {
  const long = join(base, 'l'.repeat(80), 'o'.repeat(80), 'data')
  const far = await start(long)
  const { host } = far.connection
  expect(dirname(host)).toBe(tmpdir())
  expect((await stat(host)).mode & 0o777).toBe(0o700)
  expect(await ask('SELECT 1 AS one', far)).toEqual({ one: 1 })
  expect(await faultOf(long)).toMatch(/already running/)
  await far.stop()
  await rm(host, { recursive: true })
})

test('folders that are not ours are refused in one sentence and stay as they are', async () => {
  const foreign = join(base, 'foreign')
  await mkdir(foreign)
  await writeFile(join(foreign, 'letter.txt'), 'Dear all')
  expect(await faultOf(foreign)).toBe(
    `The data folder ${foreign} already holds something else (letter.txt): choose an empty or new folder.`,
  )
  const file = join(foreign, 'letter.txt')
  expect(await faultOf(file)).toBe(`The data folder ${file} is not a folder: choose another one.`)
  expect(await faultOf(join(file, 'below'))).toMatch(/is not a folder/)
  expect(await readFile(file, 'utf8')).toBe('Dear all')
})

test('a cluster of another major version and a folder that is no cluster are refused', async () => {
  const other = join(base, 'other')
  const version = join(other, 'postgres/PG_VERSION')
  await writeFile(version, '17\n')
  expect(await faultOf(other)).toMatch(/was made by PostgreSQL 17 but this AegisRunner brings 18: export it/)
  await rm(version)
  expect(await faultOf(other)).toMatch(/exists but is no PostgreSQL database: move it away/)
})
