import pg from 'pg'
import { readConfig } from '#platform/config.ts'
import { openLog } from '#platform/log.ts'
import { migrateDatabase, openDatabase, openPlatform } from '#platform/open.ts'
import type { Platform } from '#platform/platform.ts'

/** A database of its own under measurement, with the owner's login beside the app's. */
export interface Filled {
  platform: Platform
  owner: pg.Client
  /** Another connection of the owner. */
  another(): Promise<pg.Client>
  close(): Promise<void>
}

/** Opens, and where needed makes, the database in a folder. */
export async function openFilled(folder: string): Promise<Filled> {
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', DATABASE_POOL: '16' })
  const database = await openDatabase(config, openLog('silent'))
  await migrateDatabase(database)
  const { platform, close } = await openPlatform(config, openLog('silent'), database)
  const another = async () => {
    const client = new pg.Client(database.owner)
    await client.connect()
    return client
  }
  const owner = await another()
  return {
    platform,
    owner,
    another,
    close: async () => {
      await owner.end()
      await close()
      await database.stop()
    },
  }
}

/** The log that {@link fill} writes. */
export const filledLog = `team_${'0'.repeat(25)}1`
const step = 50_000
const otherTeams = 30_000
const entriesOfOthers = 300_000
const areas = [
  'auth.signed_in',
  'auth.signed_out',
  'account.profile_updated',
  'key.used',
  'key.created',
  'team.member_added',
  'project.changed',
  'suite.changed',
  'case.changed',
  'schedule.changed',
  'run.started',
  'billing.changed',
  'usage.reported',
  'audit.read',
]

/**
 * Fills one team's log with `rows` entries over two years, in the order of time: 15 people, 14 actions, 5,000 targets, 100 addresses, each
 * drawn without regard to the others, but that the last person never touched billing and never came from the last address. Beside it stand
 * 300,000 entries of 30,000 small teams, for whose likes the planner takes every team. What is there already stays, so a folder can be used again.
 */
export async function fill({ owner, another }: Filled, rows: number): Promise<void> {
  for (let year = 2025; year < 2027; year += 1)
    await owner.query('SELECT make_audit_months($1, 12)', [new Date(Date.UTC(year, 0, 1))])
  const { rows: found } = await owner.query('SELECT count(*)::int AS n FROM audit_log WHERE log_id = $1', [filledLog])
  if (found[0].n === rows) return
  if (found[0].n > 0) throw new Error(`the folder holds ${found[0].n} entries, not ${rows}; use another`)
  const indexes = await owner.query(
    `SELECT pg_get_indexdef(indexrelid) AS made, indexrelid::regclass::text AS name FROM pg_index
     WHERE indrelid = 'audit_log'::regclass AND NOT indisprimary`,
  )
  await owner.query('BEGIN')
  for (const { name } of indexes.rows) await owner.query(`DROP INDEX ${name}`)
  await owner.query('COMMIT')
  let next = 0
  const lane = async () => {
    const client = await another()
    await client.query('SET synchronous_commit = off')
    for (let at = next; at < rows; at = next) {
      next += step
      await client.query(insert, [filledLog, at, Math.min(rows, at + step) - 1, 63_000_000 / rows, areas])
      if (at % 1_000_000 === 0) process.stderr.write(`${at} entries\n`)
    }
    await client.end()
  }
  await Promise.all([lane(), lane()])
  await owner.query(insertOthers, [otherTeams, 63_000_000 / entriesOfOthers, entriesOfOthers])
  await owner.query("SET maintenance_work_mem = '1GB'")
  for (const { made } of indexes.rows) {
    process.stderr.write(`${made}\n`)
    await owner.query(made.replace(' ON ONLY ', ' ON '))
  }
  await owner.query('VACUUM ANALYZE audit_log')
  await owner.query('CHECKPOINT')
}

// hashint8extended is pseudo-random, the same in every run.
const draw = (seed: number, among: string) => `mod(abs(hashint8extended(n, ${seed}) >> 8), ${among})`
const insert = `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, session_id, ip, user_agent, request_id, target_kind, target_id, details)
  SELECT $1, '2025-01-01T00:00:00Z'::timestamptz + make_interval(secs => n * $4::double precision), 'aud_' || lpad(n::text, 26, '0'),
    ($5::text[])[1 + CASE WHEN person = 14 AND act = 11 THEN 0 ELSE act END], 'user', 'usr_' || lpad(person::text, 26, '0'),
    'ses_' || ${draw(3, '5000')}, '198.51.100.' || CASE WHEN person = 14 AND place = 99 THEN 0 ELSE place END, 'Mozilla/5.0 (X11; Linux x86_64)', 'req-' || n, 'key',
    'key_' || lpad(${draw(5, '5000')}::text, 26, '0'), jsonb_build_object('name', 'Thing ' || ${draw(6, '1000')}, 'note', 'word' || ${draw(7, '20000')})
  FROM (SELECT n, ${draw(1, '15')} AS person, ${draw(2, '14')} AS act, ${draw(4, '100')} AS place FROM generate_series($2::bigint, $3::bigint) n) AS drawn`

const insertOthers = `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, session_id, ip, user_agent, request_id, target_kind, target_id, details)
  SELECT 'team_n' || lpad((n % $1::int)::text, 25, '0'), '2025-01-01T00:00:00Z'::timestamptz + make_interval(secs => n * $2::double precision), 'aud_n' || lpad(n::text, 25, '0'),
    'auth.signed_in', 'user', 'usr_n' || lpad((n % 40000)::text, 25, '0'), 'ses_n' || n, '192.0.2.' || n % 250, 'Mozilla/5.0 (X11; Linux x86_64)', 'req-' || n, 'key',
    'key_n' || lpad((n % 50000)::text, 25, '0'), jsonb_build_object('name', 'Thing ' || n % 1000)
  FROM generate_series(1, $3::int) n`
