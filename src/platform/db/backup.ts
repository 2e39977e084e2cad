import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { StartupFault } from '../fault.ts'
import {
  appliedMigrations,
  clearForRestore,
  finishRestore,
  isEmpty,
  sequencesOf,
  setSequence,
  tablesOf,
} from './backup.queries.ts'

// One gzipped file of lines: a head, then for each table its name and its rows as COPY writes them, closed by `\.`, then an end that counts
// them. COPY escapes line breaks, so a line is a row. A file that was cut short has no end and is refused before anything is changed.
const closing = '\\.'

interface Head {
  aegisrunner: 'backup'
  format: 1
  madeAt: string
  migrations: string[]
}

/** What a backup holds. */
export interface BackupSummary {
  tables: number
  rows: number
}

/** Writes everything the database holds, as of one instant, into a file only its owner may read. The app may go on working meanwhile. */
export async function writeBackup(owner: pg.ClientConfig, file: string, now: Date): Promise<BackupSummary> {
  const client = await connected(owner)
  const target = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new StartupFault(`The backup cannot be written to ${file} (${error.code ?? error.message}).`)
  })
  const summary = { tables: 0, rows: 0 }
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await pipeline(Readable.from(linesOf(client, now, summary)), createGzip(), createWriteStream(file, { fd: target }))
    return summary
  } finally {
    await client.end()
  }
}

async function* linesOf(client: pg.Client, now: Date, summary: BackupSummary): AsyncIterable<string> {
  const head: Head = {
    aegisrunner: 'backup',
    format: 1,
    madeAt: now.toISOString(),
    migrations: await appliedMigrations(client),
  }
  yield `${JSON.stringify(head)}\n`
  for (const { name, columns } of await tablesOf(client)) {
    yield `${JSON.stringify({ table: name, columns })}\n`
    const rows = client.query(to(`COPY (SELECT ${columns.join(', ')} FROM ${name}) TO STDOUT`))
    for await (const line of createInterface({ input: rows, crlfDelay: 0 })) {
      summary.rows += 1
      yield `${line}\n`
    }
    yield `${closing}\n`
    summary.tables += 1
  }
  yield `${JSON.stringify({ sequences: await sequencesOf(client) })}\n`
  yield `${JSON.stringify({ end: true, ...summary })}\n`
}

/**
 * Puts a backup into an empty database of the same version, all of it or nothing. Refuses a file that is cut short or of another version,
 * and a database in which somebody has an account already.
 */
export async function restoreBackup(owner: pg.ClientConfig, file: string): Promise<BackupSummary> {
  const { head, end } = await lookThrough(file)
  const client = await connected(owner)
  try {
    const applied = await appliedMigrations(client)
    const missing = head.migrations.filter((name) => !applied.includes(name))
    const extra = applied.filter((name) => !head.migrations.includes(name))
    if (missing.length > 0)
      throw new StartupFault(`The backup is of a newer version (${missing[0]}); restore it with that one.`)
    if (extra.length > 0)
      throw new StartupFault(
        `The backup is of an older version, without ${extra[0]}; restore it with that one, then upgrade.`,
      )
    if (!(await isEmpty(client)))
      throw new StartupFault('There are accounts in this database already; restore into an empty one.')
    await client.query('BEGIN')
    const rows = await pour(client, file)
    if (rows !== end.rows) throw new Error(`${rows} rows were read, ${end.rows} had been written`)
    await client.query('COMMIT')
    return end
  } finally {
    await client.end()
  }
}

async function pour(client: pg.Client, file: string): Promise<number> {
  const tables = await tablesOf(client)
  const names = tables.map(({ name }) => name)
  await clearForRestore(client, names)
  const known = new Map(tables.map(({ name, columns }) => [name, columns]))
  const lines = linesIn(file)
  let rows = 0
  for (let step = await lines.next(); !step.done; step = await lines.next()) {
    const said = JSON.parse(step.value) as { table?: string; columns?: string[]; sequences?: [string, number][] }
    for (const [name, value] of said.sequences ?? []) await setSequence(client, name, value)
    if (!said.table) continue
    if (known.get(said.table)?.join() !== said.columns?.join())
      throw new StartupFault(`The table ${said.table} of the backup is not the one of this version.`)
    const into = client.query(from(`COPY ${said.table} (${said.columns?.join(', ')}) FROM STDIN`))
    await pipeline(Readable.from(rowsUntilClosing()), into)
  }
  await finishRestore(client, names)
  return rows

  async function* rowsUntilClosing(): AsyncIterable<string> {
    for (let step = await lines.next(); !step.done && step.value !== closing; step = await lines.next()) {
      rows += 1
      yield `${step.value}\n`
    }
  }
}

/** Reads the whole file once, so that one which cannot be used changes nothing. */
async function lookThrough(file: string): Promise<{ head: Head; end: BackupSummary }> {
  let head: Head | undefined
  let last = ''
  try {
    for await (const line of linesIn(file)) {
      head ??= JSON.parse(line) as Head
      last = line
    }
  } catch (error) {
    throw new StartupFault(`${file} cannot be read as a backup (${(error as Error).message}).`)
  }
  if (head?.aegisrunner !== 'backup' || head.format !== 1)
    throw new StartupFault(`${file} is no backup of AegisRunner.`)
  const end = last.startsWith('{"end":true') ? (JSON.parse(last) as BackupSummary) : null
  if (!end) throw new StartupFault(`${file} is cut short: its end is missing.`)
  return { head, end }
}

async function* linesIn(file: string): AsyncGenerator<string, void> {
  const plain = createReadStream(file).pipe(createGunzip())
  yield* createInterface({ input: plain, crlfDelay: 0 })
}

async function connected(owner: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(owner)
  await client.connect()
  return client
}
