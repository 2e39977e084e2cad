import { createHash } from 'node:crypto'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'

// A statement with a name is parsed and planned once per connection; without one PostgreSQL plans it anew every time.
const names = new Map<string, string>()
const mostNames = 2_000

/** The prepared-statement name of an SQL text, or undefined once so many texts were seen that naming more would bloat the server. */
export function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known) return known
  if (names.size >= mostNames) return undefined
  const name = `k_${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`
  names.set(text, name)
  return name
}

class NamedConnection implements DatabaseConnection {
  readonly client: pg.ClientBase | pg.Pool
  constructor(client: pg.ClientBase | pg.Pool) {
    this.client = client
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const name = statementName(query.sql)
    const result = await this.client.query({ ...(name && { name }), text: query.sql, values: [...query.parameters] })
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
  }
  // biome-ignore lint/correctness/useYield: the interface asks for a generator; large exports read by COPY instead
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not offered; page by key instead')
  }
}

/** A Kysely dialect over one pg pool or one checked-out client; every statement is named by its text. Transactions are opened by `db.transaction`, not here. */
export function namedDialect(client: pg.ClientBase | pg.Pool): Dialect {
  const connection = new NamedConnection(client)
  const refuse = async () => {
    throw new Error('open transactions with db.transaction')
  }
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  }
}
