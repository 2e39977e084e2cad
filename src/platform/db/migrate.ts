import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations as migrateJobQueue } from 'graphile-worker'
import pg from 'pg'
import { StartupFault } from '../fault.ts'

/** The role every query of the app runs as: no superuser, no owner, no UPDATE or DELETE on the audit log. */
export const appRole = 'aegisrunner_app'

// Any number will do as long as nobody else in the database uses it: “aegis” in ASCII.
const migrationLock = 0x6165676973

/**
 * Brings the database to this version: forward-only SQL files, each applied once in a transaction of its own, in the order of their names.
 * Safe when several nodes start at once (an advisory lock). Refuses a database that is newer than the code, or a changed file.
 */
export async function migrate(owner: pg.ClientConfig, folder: string): Promise<{ applied: string[] }> {
  const client = new pg.Client(owner)
  client.on('error', () => {}) // a connection that breaks is told by the statement it breaks
  await client.connect()
  try {
    const { rows } = await client.query('SHOW server_version_num')
    if (Number(rows[0].server_version_num) < 140_000) throw new StartupFault('PostgreSQL 14 or newer is required.')
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    await ensureRole(client)
    const applied = await applyFiles(client, folder)
    if (applied.length > 0) await installJobQueue(client, owner)
    return { applied }
  } finally {
    await client.end() // also lets go of the lock
  }
}

async function ensureRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appRole])
  try {
    // LOGIN without a password: reachable only over the embedded server's private socket, or by SET ROLE.
    if (!rowCount) await client.query(`CREATE ROLE ${appRole} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`)
    await client.query(`GRANT ${appRole} TO CURRENT_USER`)
  } catch (error) {
    const made = (error as { code?: string }).code
    if (made === '42710' || made === '23505') return // another database of the same server made it this moment
    if (made === '42501')
      throw new StartupFault(
        `The database login may not create roles; let an administrator run: CREATE ROLE ${appRole} LOGIN; GRANT ${appRole} TO <login>;`,
      )
    throw error
  }
}

async function applyFiles(client: pg.Client, folder: string): Promise<string[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations
    (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`)
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations',
  )
  const done = new Map(rows.map((row) => [row.name, row.checksum]))
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const unknown = [...done.keys()].find((name) => !files.includes(name))
  if (unknown)
    throw new StartupFault(
      `The database was migrated by a newer version (${unknown}); start that version or restore a backup.`,
    )
  const applied: string[] = []
  for (const name of files) {
    const sql = await readFile(join(folder, name), 'utf8')
    const checksum = createHash('sha256').update(sql).digest('hex')
    if (done.get(name) === checksum) continue
    if (done.has(name))
      throw new StartupFault(
        `The migration ${name} was changed after it had been applied; forward-only files must stay as they are.`,
      )
    await client.query('BEGIN')
    await client.query(sql)
    await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum])
    await client.query('COMMIT')
    applied.push(name)
  }
  return applied
}

// The queue's tables belong to the app's role, because its worker functions run with the caller's rights.
async function installJobQueue(client: pg.Client, owner: pg.ClientConfig): Promise<void> {
  const { rows } = await client.query('SELECT quote_ident(current_database()) AS name')
  await client.query(`GRANT CREATE ON DATABASE ${rows[0].name} TO ${appRole}`)
  const pool = new pg.Pool({ ...owner, max: 1, options: `-c role=${appRole}` })
  // A lost connection also fails the query that waits on it; the queue insists on hearing of it here.
  pool.on('error', () => {}).on('connect', (connection) => connection.on('error', () => {}))
  try {
    await migrateJobQueue({ pgPool: pool })
  } finally {
    await pool.end()
    await client.query(`REVOKE CREATE ON DATABASE ${rows[0].name} FROM ${appRole}`)
  }
}
