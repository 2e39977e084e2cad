import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#platform/db/embedded/start-embedded.ts'
import { migrate } from '#platform/db/migrate.ts'
import { root } from '#platform/root.ts'

/** Where a PostgreSQL of the tests listens. */
export interface Postgres {
  host: string
  port: number
  user: string
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: Postgres[]
  }
}

/** One server per worker: an open transaction of one file would hold back what the other seals, even in another database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workers = Number(project.config.maxWorkers) || 1
  const servers = await Promise.all(Array.from({ length: workers }, startOne))
  project.provide(
    'postgres',
    servers.map(({ connection }) => connection),
  )
  return async () => {
    await Promise.all(servers.map(({ stop }) => stop()))
  }
}

async function startOne(): Promise<{ connection: Postgres; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'aegis-test-'))
  const server = await startEmbedded({ dataDir, log: () => {}, settings: { fsync: 'off', max_connections: '300' } })
  const { host, port, superuser } = server.connection
  const connection = { host, port, user: superuser }
  const admin = new pg.Client({ ...connection, database: 'postgres' })
  await admin.connect()
  await admin.query('CREATE DATABASE aegis_template')
  await admin.end()
  await migrate({ ...connection, database: 'aegis_template' }, join(root, 'db', 'migrations'))
  return {
    connection,
    stop: async () => {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
