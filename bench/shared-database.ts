import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#platform/db/embedded/start-embedded.ts'
import { fastPlans } from './keys.ts'

/** An external PostgreSQL, and the settings with which any number of nodes share it. Their public address is `publicUrl`. */
export interface SharedDatabase {
  env: Record<string, string>
  publicUrl: string
  pid: number
  /** A connection past the app. */
  connect(): Promise<pg.Client>
  stop(): Promise<void>
}

/** Starts one in a folder of its own. Limits of keys are on and never reached. */
export async function sharedDatabase(): Promise<SharedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-bench-shared-'))
  const postgres = await startEmbedded({ dataDir: folder, log: () => {} })
  const plans = await fastPlans()
  const { host, port, superuser: user, database } = postgres.connection
  const publicUrl = 'http://localhost:3997'
  return {
    publicUrl,
    pid: postgres.pid,
    env: {
      DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
      AEGIS_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
      AEGIS_PLANS: plans.file,
      PUBLIC_URL: publicUrl,
      TRUST_PROXY: '1',
    },
    connect: async () => {
      const client = new pg.Client({ host, port, user, database })
      await client.connect()
      return client
    },
    stop: async () => {
      await postgres.stop()
      await plans.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
