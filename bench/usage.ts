import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import { catalogues } from '#access/plan-catalogue.ts'
import { useUp } from '#features/usage/public.ts'
import { readConfig } from '#platform/config.ts'
import { openLog } from '#platform/log.ts'
import { openDatabase, openPlatform } from '#platform/open.ts'
import type { Platform } from '#platform/platform.ts'
import { behind } from './keys.ts'
import { median } from './load.ts'
import { type Server, signUpFirst, startOurs } from './stage.ts'

const rounds = 30
const roundMs = 500
const connections = 16
const teams = 1_000
const events = 10_000_000

/** Row 10: guarded increments on one hot counter and on many, beside the bare guarded UPDATE; and the usage page at ten million events. */
export async function usage(): Promise<string[]> {
  const plans = await benchPlans()
  const ours = await startOurs({ env: { AEGIS_PLANS: plans.file } })
  const cookie = await signUpFirst(ours)
  const client = await behind(ours)
  const { rows } = await client.query('SELECT id FROM teams')
  const team = String(rows[0].id)
  await fillTeams(client, team)
  const { platform, close } = await platformOf(ours, plans.file)
  const hot = await increments(platform, () => team)
  const many = await increments(platform, (n) => teamName(1 + (n % teams)))
  await close()
  await fillEvents(client, team)
  const page = await readPage(ours, cookie, team)
  await client.end()
  await ours.stop()
  await plans.remove()
  const line = (name: string, { bare, full }: Rates) =>
    `| ${name} | ${Math.round(median(bare))} | ${Math.round(median(full))} | ${median(full.map((one, i) => one / (bare[i] ?? Number.NaN))).toFixed(2)} |`
  return [
    '## Counting use (row 10)',
    '',
    `Transactions a second, ${connections} at a time, ${rounds} rounds of ${roundMs / 1_000} s, interleaved; medians. Both sides are one transaction with one guarded increment; ours also keeps each event from being counted twice and leaves what it adds to the sums by day, project and key, which batches behind it take up, every ten seconds or 10,000 uses, within the measured time.`,
    '',
    '| | bare guarded UPDATE | ours | ratio |',
    '|---|---|---|---|',
    line('one hot counter', hot),
    line(`${teams.toLocaleString('en')} counters`, many),
    '',
    `The usage page of a team with ${events.toLocaleString('en')} events (200 projects and keys on each of 31 days), 500 reads one after another: median ${page.median.toFixed(1)} ms, p99 ${page.p99.toFixed(1)} ms.`,
  ]
}

async function benchPlans(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-bench-plans-'))
  const [plan] = catalogues.selfhosted?.plans ?? []
  const file = join(folder, 'plans.json')
  const limits = { runsPerPeriod: 2_000_000_000, crawlsPerPeriod: 2_000_000_000, requestsPerMinute: 1_000_000 }
  await writeFile(
    file,
    JSON.stringify({ basic: 'bench', trial: 'bench', plans: [{ ...plan, id: 'bench', ...limits }] }),
  )
  return { file, remove: () => rm(folder, { recursive: true, force: true }) }
}

const teamName = (n: number): string => `team_${String(n).padStart(26, '0')}`

async function fillTeams(client: pg.Client, like: string): Promise<void> {
  await client.query(
    `INSERT INTO teams (id, name, trial_ends_at, created_at)
     SELECT 'team_' || lpad(n::text, 26, '0'), t.name, t.trial_ends_at, t.created_at FROM teams t, generate_series(1, $2) n WHERE t.id = $1`,
    [like, teams],
  )
  await client.query(
    'CREATE TABLE bare_counters (team_id text COLLATE "C" PRIMARY KEY, used bigint NOT NULL) WITH (fillfactor = 50)',
  )
  await client.query('INSERT INTO bare_counters SELECT id, 0 FROM teams')
  await client.query('GRANT SELECT, UPDATE ON bare_counters TO aegisrunner_app')
}

async function platformOf(server: Server, plansFile: string): Promise<{ platform: Platform; close(): Promise<void> }> {
  const settings = { DATA_DIR: server.dataDir, DATABASE_POOL: String(connections), AEGIS_PLANS: plansFile, PORT: '1' }
  const config = readConfig(settings)
  const log = openLog('warn', process.stderr)
  return openPlatform(config, log, await openDatabase(config, log, { join: true }))
}

interface Rates {
  bare: number[]
  full: number[]
}

let told = 0

async function increments({ db, ...platform }: Platform, teamOf: (n: number) => string): Promise<Rates> {
  const whole = { db, ...platform } as Platform
  const now = platform.clock.now()
  const bare = (teamId: string) =>
    db.transaction(async (tx) => {
      const { numAffectedRows } = await sql`
        UPDATE bare_counters SET used = used + 1 WHERE team_id = ${teamId} AND used + 1 <= 2000000000`.execute(tx.query)
      if (numAffectedRows !== 1n) throw new Error('the bare counter is full')
    })
  const full = (teamId: string) =>
    db.transaction(async (tx) => {
      const reached = await useUp(
        tx,
        whole,
        { teamId, meter: 'runs', eventId: `run_${++told}`, projectId: 'prj_1' },
        now,
      )
      if (reached) throw new Error('the counter is full')
    })
  const rates: Rates = { bare: [], full: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const [name, work] of Object.entries({ bare, full })) {
      const rate = await ratePerSecond((n) => work(teamOf(n)))
      if (round > 0) rates[name as keyof Rates].push(rate)
    }
  }
  return rates
}

async function ratePerSecond(work: (n: number) => Promise<void>): Promise<number> {
  const start = performance.now()
  let done = 0
  let begun = 0
  const worker = async () => {
    while (performance.now() - start < roundMs) {
      await work(++begun)
      done++
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return (done / (performance.now() - start)) * 1_000
}

// 200 pairs of project and key on each of 31 days, as one busy team leaves them behind.
async function fillEvents(client: pg.Client, team: string): Promise<void> {
  const { rows } = await client.query('SELECT period_start FROM usage_counters WHERE team_id = $1', [team])
  const start = rows[0].period_start
  await client.query(
    `INSERT INTO usage_events (team_id, event_id, meter, amount, at, project_id, key_id)
     SELECT $1, 'run_x' || lpad(n::text, 20, '0'), 'runs', 1, $2::timestamptz + n * interval '0.2 seconds', 'prj_' || n % 20, 'key_' || n % 10
     FROM generate_series(1, $3::int) n`,
    [team, start, events],
  )
  await client.query(
    `INSERT INTO usage_days (team_id, meter, period_start, day, project_id, key_id, used)
     SELECT $1, meter, $2, ($2::timestamptz AT TIME ZONE 'UTC')::date + day, 'prj_' || p, 'key_' || k, $3::int / 31 / 200
     FROM unnest(ARRAY['runs', 'crawls']) meter, generate_series(0, 30) day, generate_series(1, 20) p, generate_series(1, 10) k`,
    [team, start, events],
  )
  await client.query(
    `INSERT INTO usage_shares (team_id, meter, period_start, kind, id, used)
     SELECT d.team_id, d.meter, d.period_start, s.kind, s.id, sum(d.used) FROM usage_days d
       CROSS JOIN LATERAL (VALUES ('day', to_char(d.day, 'YYYY-MM-DD')), ('project', d.project_id), ('key', d.key_id)) s (kind, id)
     WHERE d.team_id = $1 GROUP BY 1, 2, 3, 4, 5
     ON CONFLICT (team_id, period_start, kind, id, meter) DO UPDATE SET used = excluded.used`,
    [team],
  )
  await client.query('VACUUM ANALYZE usage_shares')
  await client.query('VACUUM ANALYZE usage_events')
  await client.query('VACUUM ANALYZE usage_days')
  await client.query('CHECKPOINT')
}

async function readPage({ port }: Server, cookie: string, team: string): Promise<{ median: number; p99: number }> {
  const times: number[] = []
  for (let i = 0; i < 550; i++) {
    const start = performance.now()
    const answer = await fetch(`http://localhost:${port}/api/v1/teams/${team}/usage`, { headers: { cookie } })
    if (answer.status !== 200) throw new Error(await answer.text())
    await answer.arrayBuffer()
    if (i >= 50) times.push(performance.now() - start)
  }
  times.sort((one, other) => one - other)
  return { median: median(times), p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN }
}
