import type pg from 'pg'

/** A table as COPY names it, with the columns that are stored rather than computed. */
export interface BackedUpTable {
  name: string
  columns: string[]
}

// Of the job queue only what waits; its own bookkeeping of versions comes with its installation, as ours does with the migrations.
const ours = `(n.nspname = 'public' AND c.relname <> 'schema_migrations')
  OR (n.nspname = 'graphile_worker' AND c.relname IN ('_private_tasks', '_private_job_queues', '_private_jobs'))`

/** Every table, those that others refer to first. Partitions are part of the table they belong to. */
export async function tablesOf(client: pg.Client): Promise<BackedUpTable[]> {
  const { rows } = await client.query<BackedUpTable & { refers: string[] }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
      (SELECT array_agg(quote_ident(a.attname)::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      (SELECT coalesce(array_agg(DISTINCT format('%I.%I', rn.nspname, r.relname)), '{}') FROM pg_constraint f
        JOIN pg_class r ON r.oid = f.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
        WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS refers
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND (${ours})
    ORDER BY 1`)
  const sorted: typeof rows = []
  while (sorted.length < rows.length) {
    const next = rows.filter(
      (row) => !sorted.includes(row) && row.refers.every((name) => sorted.some((one) => one.name === name)),
    )
    if (next.length === 0) throw new Error('tables refer to each other in a circle')
    sorted.push(...next)
  }
  return sorted.map(({ name, columns }) => ({ name, columns }))
}

/** Names of the migrations in force. */
export async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name')
  return rows.map(({ name }) => name)
}

/** Whether nobody has an account yet. */
export async function isEmpty(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ any: boolean }>('SELECT EXISTS (SELECT 1 FROM users) AS any')
  return rows[0]?.any === false
}

/** Empties the tables and keeps their own triggers from acting on rows that acted long ago, until the transaction ends. */
export async function clearForRestore(client: pg.Client, tables: string[]): Promise<void> {
  await client.query(`TRUNCATE ${tables.join(', ')}`)
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
}

/** Lets triggers act again, and hands out anew what a worker had taken when the backup was made. */
export async function finishRestore(client: pg.Client, tables: string[]): Promise<void> {
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  await client.query(
    'UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL WHERE locked_by IS NOT NULL',
  )
  await client.query(
    'UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL WHERE locked_by IS NOT NULL',
  )
}

/** Sequences and the last number each gave, where it gave one. */
export async function sequencesOf(client: pg.Client): Promise<[name: string, value: number][]> {
  const { rows } = await client.query<{ name: string; value: number }>(`
    SELECT format('%I.%I', schemaname, sequencename) AS name, last_value AS value FROM pg_sequences
    WHERE schemaname IN ('public', 'graphile_worker') AND last_value IS NOT NULL ORDER BY 1`)
  return rows.map(({ name, value }) => [name, Number(value)])
}

/** Lets a sequence go on after this number. */
export async function setSequence(client: pg.Client, name: string, value: number): Promise<void> {
  await client.query('SELECT setval($1::regclass, $2)', [name, value])
}
