import { Client } from 'pg'

type Connection = { host: string; port: number; database: string; superuser: string; password?: string }

const noSuchDatabase = '3D000'

/** Makes the app's database when it is missing (UTF8 and the cluster's locale come with the template). */
export async function ensureDatabase(connection: Connection): Promise<void> {
  try {
    await run(connection, 'SELECT 1')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === noSuchDatabase)) throw error
    await run({ ...connection, database: 'postgres' }, `CREATE DATABASE ${connection.database}`)
  }
}

async function run({ superuser, ...where }: Connection, sql: string): Promise<void> {
  const client = new Client({ ...where, user: superuser, ssl: false })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
