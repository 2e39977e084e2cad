import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { joinRunning } from '#platform/db/embedded/join-running.ts'
import { postgres } from '#tests/own-postgres.ts'

/** An empty database on the test server, as an operator's own PostgreSQL. */
export async function externalDatabase(): Promise<string> {
  const { host, port, user } = postgres()
  const database = `x_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ host, port, user, database: 'postgres' })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${database}`)
  await admin.end()
  return `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`
}

/** How to reach the embedded database of an app that runs on this data. */
export async function embeddedDatabase(data: string): Promise<pg.ClientConfig> {
  const at = await joinRunning(data)
  if (!at) throw new Error('the database does not answer')
  const { superuser, ...where } = at
  return { ...where, user: superuser }
}
