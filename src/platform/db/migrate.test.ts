import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { root } from '#platform/root.ts'
import { testApp } from '#tests/harness.ts'
import { postgres } from '#tests/own-postgres.ts'
import { appRole, migrate } from './migrate.ts'

const folder = join(root, 'db', 'migrations')
const copies: string[] = []
afterAll(() => Promise.all(copies.map((copy) => rm(copy, { recursive: true }))))

async function emptyDatabase(): Promise<pg.ClientConfig> {
  const server = postgres()
  const database = `m_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ ...server, database: 'postgres' })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${database}`)
  await admin.end()
  return { ...server, database }
}

async function copyOfMigrations(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'aegis-migrations-'))
  copies.push(copy)
  await cp(folder, copy, { recursive: true })
  return copy
}

test('four nodes that start at once on an empty database: each file is applied exactly once', async () => {
  const owner = await emptyDatabase()
  const results = await Promise.all(Array.from({ length: 4 }, () => migrate(owner, folder)))
  expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
  expect((await migrate(owner, folder)).applied).toEqual([])
})

test('a database newer than the code and a changed file are refused in a sentence', async () => {
  const owner = await emptyDatabase()
  const copy = await copyOfMigrations()
  await writeFile(join(copy, '9999-later.sql'), '-- owner: platform\nSELECT 1;')
  await migrate(owner, copy)
  await expect(migrate(owner, folder)).rejects.toThrow(/migrated by a newer version \(9999-later.sql\)/)
  await writeFile(join(copy, '9999-later.sql'), '-- owner: platform\nSELECT 2;')
  await expect(migrate(owner, copy)).rejects.toThrow(/9999-later.sql was changed/)
})

test('a file that fails leaves nothing of itself behind', async () => {
  const owner = await emptyDatabase()
  const copy = await copyOfMigrations()
  await writeFile(join(copy, '9998-half.sql'), '-- owner: platform\nCREATE TABLE half (a int);\nSELECT 1/0;')
  await expect(migrate(owner, copy)).rejects.toThrow(/division by zero/)
  const client = new pg.Client(owner)
  await client.connect()
  expect((await client.query("SELECT to_regclass('half') AS half")).rows[0].half).toBeNull()
  await client.end()
})

test('the app works as a role that is no superuser and cannot change, remove or truncate audit rows (ASVS 16.4.2)', async () => {
  const app = await testApp()
  const { pool } = app.platform.db
  const { rows } = await pool.query('SELECT current_user AS name, rolsuper FROM pg_roles WHERE rolname = current_user')
  expect(rows[0]).toEqual({ name: appRole, rolsuper: false })
  const forbidden = [
    "UPDATE audit_log SET action = 'nothing'",
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    'DELETE FROM audit_log_default',
    'DROP TABLE audit_log',
    'ALTER TABLE audit_log DISABLE TRIGGER ALL',
    'DELETE FROM schema_migrations',
  ]
  for (const statement of forbidden)
    await expect(pool.query(statement), statement).rejects.toThrow(/permission denied|must be owner/)
})
