import { Kysely } from 'kysely'
import pg from 'pg'
import { namedDialect } from './driver.ts'
import type { Tables } from './tables.ts'

/** Anything a query can run on: the pool, or an open transaction. */
export interface Reader {
  readonly query: Kysely<Tables>
}

declare const inTransaction: unique symbol

/** An open transaction. Only `db.transaction` hands one out, so what asks for a Tx cannot run outside one. */
export interface Tx extends Reader {
  readonly [inTransaction]: true
  /** Runs after COMMIT, never after a rollback. For in-memory effects only: what must not be lost is written in the transaction. */
  afterCommit(effect: () => void): void
}

/** The database as the app sees it, through a role that is no superuser and cannot change audit rows. */
export interface Db extends Reader {
  /** Runs `work` in one READ COMMITTED transaction: commits when it resolves, rolls everything back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A precompiled, named statement, for the hot paths. */
  named<R extends object>(name: string, text: string, values: unknown[]): Promise<R[]>
  /** The pool itself, for the job queue and the listener. */
  readonly pool: pg.Pool
  close(): Promise<void>
}

pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** PostgreSQL channel on which triggers tell what changed, with the COMMIT of the change: `user:usr_…`, `session:ses_…`. */
export const changesChannel = 'aegis_changed'

/** What every connection of the app's pool is given. */
export interface ConnectionSettings extends pg.PoolConfig {
  /** A role to take on at connect, when the login itself may do more than the app needs. */
  role?: string
}

/** Connection settings → pg's own, with the role taken on before the first statement. */
export function poolConfig({ role, ...settings }: ConnectionSettings): pg.PoolConfig {
  return {
    max: 16,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    ...settings,
    ...(role && { options: `-c role=${role}` }),
  }
}

/** Opens the pool. Errors of idle connections go to `onError`; the next query simply takes a new connection. */
export function openDb(settings: ConnectionSettings, onError: (error: Error) => void): Db {
  const pool = new pg.Pool({
    ...poolConfig(settings),
    // Statements of one transaction that do not wait for each other's answers (`together`) go out at once: one way there and back for all.
    pipeline: true,
    // Each connection hears of changes, its own above all: see changes.ts.
    onConnect: async (client: pg.ClientBase) => {
      await client.query(`LISTEN ${changesChannel}`)
    },
  } as pg.PoolConfig)
  pool.on('error', onError)
  // While a connection is lent out the pool does not listen to it: without this, one that breaks between two statements would end the process.
  // Whoever has it finds out by the next statement.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    pool,
    query: new Kysely<Tables>({ dialect: namedDialect(pool) }),
    named: async (name, text, values) => (await pool.query({ name, text, values })).rows,
    transaction: (work) => transactionOn(pool, work),
    close: () => pool.end(),
  }
}

async function transactionOn<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const effects: (() => void)[] = []
  let broken: Error | undefined
  // Without somebody who listens, a connection that dies while the work waits for something else would end the process.
  const hear = (error: Error) => {
    broken = error
  }
  client.on('error', hear)
  try {
    await client.query('BEGIN')
    const tx = {
      query: new Kysely<Tables>({ dialect: namedDialect(client) }),
      afterCommit: (effect: () => void) => effects.push(effect),
    } as unknown as Tx
    const result = await work(tx)
    await client.query('COMMIT')
    for (const effect of effects) effect()
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: Error) => {
      broken = failed // a connection that cannot roll back must not go back to the pool
    })
    throw error
  } finally {
    client.off('error', hear)
    client.release(broken)
  }
}
