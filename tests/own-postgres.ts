import { inject } from 'vitest'
import type { Postgres } from './postgres.ts'

/** The real PostgreSQL of this worker; each test file copies the migrated template into a database of its own. */
export function postgres(): Postgres {
  const servers = inject('postgres')
  const own = servers[(Number(process.env.VITEST_POOL_ID) - 1) % servers.length]
  if (!own) throw new Error('no PostgreSQL was started for the tests')
  return own
}
