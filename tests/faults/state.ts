import type { TestApp } from '../harness.ts'

type Row = Record<string, unknown>

/** Every row of every table, by table and key. */
export type State = Map<string, Map<string, Row>>

// Attempts are counted before anything else and stay counted: that is what they are for.
// What is summed up behind the requests moves between these at any time; the views over them say the same before and after.
const mayStay = new Set(['rate_limits', 'second_factor_attempts', 'usage_days', 'usage_shares', 'usage_unsummed'])
const sums = `(SELECT team_id, meter, period_start, day, project_id, key_id, sum(used) AS used FROM usage_by_day GROUP BY 1, 2, 3, 4, 5, 6)`
// Written in batches, beside what a request changes.
const besides: Record<string, string[]> = { sessions: ['last_active_at'] }

interface Table {
  name: string
  key: string[] | null
}

/** Reads everything the database holds, of ours and of the job queue, as of one instant. */
export async function stateOf(app: TestApp): Promise<State> {
  const tables = await readied(app)
  const [found] = await app.sql<{ state: Row[][] }>('SELECT state_of_everything() AS state')
  return new Map(
    tables.map(({ name, key }, i) => {
      const taken = (found?.state[i] ?? []).map((row): [string, Row] => [
        JSON.stringify(key ? key.map((column) => row[column]) : row),
        row,
      ])
      return [name, new Map(taken)]
    }),
  )
}

const known = new WeakMap<TestApp, Promise<Table[]>>()

function readied(app: TestApp): Promise<Table[]> {
  const found = known.get(app) ?? ready(app)
  known.set(app, found)
  return found
}

// As a function, so that this long statement is planned once.
async function ready(app: TestApp): Promise<Table[]> {
  const all = await app.sql<Table>(
    `
    SELECT format(CASE n.nspname WHEN 'public' THEN '%2$I' ELSE '%I.%I' END, n.nspname, c.relname) AS name,
      (SELECT array_agg(a.attname::text) FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = c.oid AND i.indisprimary) AS key
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND (n.nspname = 'public' OR c.relname = '_private_jobs') ORDER BY 1`,
  )
  const tables = [...all.filter(({ name }) => !mayStay.has(name)), { name: sums, key: null }]
  // A job that a worker has taken is on its way out.
  const rows = tables.map(
    ({ name }) =>
      `(SELECT coalesce(json_agg(to_jsonb(t)), '[]') FROM ${name} t${/_private_jobs/.test(name) ? ' WHERE locked_at IS NULL' : ''})`,
  )
  await app.sql(`CREATE FUNCTION state_of_everything() RETURNS json LANGUAGE plpgsql STABLE AS
    $$BEGIN RETURN array_to_json(ARRAY[${rows.join(', ')}]); END$$`)
  return tables
}

/** What changed between two states, without what is different each time: how many rows came and went in each table, and which columns changed. */
export function changesBetween(before: State, after: State): string[] {
  const lines: string[] = []
  for (const [table, rows] of after) {
    const old = before.get(table) ?? new Map<string, Row>()
    const came = [...rows.keys()].filter((key) => !old.has(key)).length
    const went = [...old.keys()].filter((key) => !rows.has(key)).length
    const changed = [...rows].map(([key, row]) => columnsThatDiffer(old.get(key) ?? row, row, besides[table] ?? []))
    if (came > 0) lines.push(`${table} +${came}`)
    if (went > 0) lines.push(`${table} -${went}`)
    lines.push(...changed.filter(({ length }) => length > 0).map((columns) => `${table}: ${columns.join(', ')}`))
  }
  return lines.sort()
}

const columnsThatDiffer = (old: Row, now: Row, left: string[]): string[] =>
  Object.keys(now).filter(
    (column) => !left.includes(column) && JSON.stringify(old[column]) !== JSON.stringify(now[column]),
  )
