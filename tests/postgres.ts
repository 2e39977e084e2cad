import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#platform/db/embedded/start-embedded.ts'
import { migrate } from '#platform/db/migrate.ts'
import { root } from '#platform/root.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string }
  }
}

/** One real PostgreSQL for all test files; each file copies the migrated template into a database of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'aegis-test-'))
  const server = await startEmbedded({ dataDir, log: () => {}, settings: { fsync: 'off', max_connections: '300' } })
  const { host, port, superuser } = server.connection
  const connection = { host, port, user: superuser }
  const admin = new pg.Client({ ...connection, database: 'postgres' })
  await admin.connect()
  await admin.query('CREATE DATABASE aegis_template')
  await admin.end()
  await migrate({ ...connection, database: 'aegis_template' }, join(root, 'db', 'migrations'))
  project.provide('postgres', connection)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
