import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { inOrder } from '#platform/db/in-order.ts'
import { testApp } from '#tests/harness.ts'
import { newestFirst } from './matching.queries.ts'

const app = await testApp()
const { platform } = app
// Many small teams, as which the planner then takes every team.
await app.sql(`INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, ip, target_kind, target_id, details)
  SELECT 'team_' || n, now(), 'aud_' || n, 'key.used', CASE n % 3 WHEN 0 THEN 'system' ELSE 'user' END, 'usr_' || n, '192.0.2.' || n % 250, 'key', 'key_' || n, '{}'
  FROM generate_series(1, 5000) n`)
await app.sql('ANALYZE audit_log')
const [user, target, ip] = ['usr_1', 'key_1', '203.0.113.7']

it.each([
  {},
  { user },
  { user: 'system' },
  { area: 'key' },
  { target },
  { ip },
  { user, ip },
  { user, area: 'key' },
  { target, ip },
])(
  'the newest entries are read in the order of an index, however few the planner takes a team to have: %o',
  async (filters) => {
    const { sql: text, parameters } = newestFirst('team_1', filters, undefined, 51).compile(platform.db.query)
    const values = parameters.map((value) => `'${value}'`).join()
    const types = parameters.map(() => 'text').join()
    const lines = await inOrder(platform.db, async ({ query }) => {
      // What a statement with a name comes to: one plan for whatever team is asked for.
      await sql`SET LOCAL plan_cache_mode = force_generic_plan`.execute(query)
      await sql.raw(`PREPARE newest (${types}) AS ${text}`).execute(query)
      const { rows } = await sql.raw<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE newest (${values})`).execute(query)
      await sql`DEALLOCATE newest`.execute(query)
      return rows.map((row) => row['QUERY PLAN'])
    })
    expect(lines.join('\n')).toContain('Merge Append')
    expect(lines.filter((line) => /^\W*(Incremental )?Sort\b(?! Key)/.test(line))).toEqual([])
  },
)
