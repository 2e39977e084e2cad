import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { ExportCheck } from '#features/audit/check-export.ts'
import { LogCheck } from '#features/audit/check-log.ts'
import type { AuditFilters } from '#features/audit/contract.ts'
import { csvPieces, ndjsonPieces } from '#features/audit/export-lines.ts'
import { entriesAfter } from '#features/audit/list.queries.ts'
import { checkpointFrom, proofItem, publicKeys } from '#features/audit/proof-view.ts'
import { checkpointsBeyond, leavesWithEntries } from '#features/audit/queries.ts'
import { sealAudit } from '#features/audit/seal.ts'
import { sha256 } from '#features/audit/sha256.ts'
import { verifyWithNode } from '#features/audit/signing-key.ts'
import { appendAudit } from '#platform/audit.ts'
import { readConfig } from '#platform/config.ts'
import { newId } from '#platform/ids.ts'
import { openLog } from '#platform/log.ts'
import { migrateDatabase, openDatabase, openPlatform } from '#platform/open.ts'
import type { Platform } from '#platform/platform.ts'

const many = Number(process.env.AUDIT_ROWS ?? 10_000_000)
const few = Number(process.env.AUDIT_FEW ?? 100_000)
const log = newId('team')
const client = {
  ip: '203.0.113.7',
  network: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  requestId: 'req-bench',
}
const number = (count: number) => Math.round(count).toLocaleString('en-US')

/** Rows 8 and 9: appending, reading at two sizes, exporting, sealing, verifying. `AUDIT_ROWS` sets the larger size, `AUDIT_FEW` the smaller. */
export async function audit(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-bench-audit-'))
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', DATABASE_POOL: '16' })
  const database = await openDatabase(config, openLog('silent'))
  await migrateDatabase(database)
  const { platform, close } = await openPlatform(config, openLog('silent'), database)
  const owner = new pg.Client(database.owner)
  await owner.connect()
  try {
    const lines = [...(await appending(platform, owner)), '']
    process.stderr.write(`${lines.join('\n')}\n`)
    await fill(owner, 0, few)
    const small = await reading(platform)
    await fill(owner, few, many)
    const large = await reading(platform)
    lines.push(
      `Reading one team’s log at ${number(few)} and at ${number(many)} entries (24 months, 15 users, 12 kinds, 5,000 targets, 200 addresses); p99 of 100 reads of 51 rows, ms.`,
      '',
      '| filter | small | large | × |',
      '|---|---|---|---|',
    )
    for (const [name, time] of large)
      lines.push(
        `| ${name} | ${small.get(name)?.toFixed(1)} | ${time.toFixed(1)} | ${(time / (small.get(name) ?? 1)).toFixed(1)} |`,
      )
    process.stderr.write(`${lines.join('\n')}\n`)
    lines.push('', ...(await proving(platform, owner)))
    return ['## Audit log (rows 8 and 9)', '', ...lines]
  } finally {
    await owner.end()
    await close()
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function appending(platform: Platform, owner: pg.Client): Promise<string[]> {
  await owner.query(
    'CREATE TABLE bare_log (LIKE audit_log INCLUDING DEFAULTS EXCLUDING GENERATED, PRIMARY KEY (log_id, at, id))',
  )
  await owner.query('GRANT INSERT ON bare_log TO aegisrunner_app')
  const details = { name: 'CI main', changes: { paused: { from: false, to: true } } }
  const ours = () =>
    platform.db.transaction((tx) =>
      appendAudit(tx, {
        action: 'key.changed',
        subject: { actor: { kind: 'user', id: newId('usr') }, logs: [newId('team')], sessionId: newId('ses') },
        client,
        now: new Date(),
        details: { ...details, target: { kind: 'key', id: newId('key') } },
      }),
    )
  const bare = () =>
    platform.db.transaction(async (tx) => {
      await sql`INSERT INTO bare_log (log_id, at, id, action, actor_kind, actor_id, session_id, ip, user_agent, request_id, target_kind, target_id, details)
        VALUES (${newId('team')}, ${new Date()}, ${newId('aud')}, 'key.changed', 'user', ${newId('usr')}, ${newId('ses')}, ${client.ip}, ${client.userAgent}, ${client.requestId}, 'key', ${newId('key')}, ${JSON.stringify(details)})`.execute(
        tx.query,
      )
    })
  const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
  for (let round = 0; round < 6; round += 1) {
    const [a, b] = [await rateOf(ours), await rateOf(bare)]
    if (round === 0) continue // warms up
    rates.ours.push(a)
    rates.bare.push(b)
  }
  const [mine, theirs] = [median(rates.ours), median(rates.bare)]
  return [
    'One durable transaction per entry, 16 at a time, 5 rounds of 3 s, interleaved; medians.',
    '',
    '| | entries/s | ratio |',
    '|---|---|---|',
    `| append, all indexes, words, partitions | ${number(mine)} | ${(mine / theirs).toFixed(2)} |`,
    `| bare INSERT of the same row, primary key only | ${number(theirs)} | |`,
  ]
}

async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + 3_000
  let done = 0
  const lane = async () => {
    for (; performance.now() < end; done += 1) await work()
  }
  await Promise.all(Array.from({ length: 16 }, lane))
  return done / 3
}

async function fill(owner: pg.Client, from: number, to: number): Promise<void> {
  const start = new Date('2025-01-01T00:00:00Z')
  if (from === 0)
    for (let year = 0; year < 2; year += 1)
      await owner.query('SELECT make_audit_months($1, 12)', [new Date(Date.UTC(2025 + year, 0, 1))])
  const step = 50_000
  for (let at = from; at < to; at += step) {
    await owner.query(
      `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, session_id, ip, user_agent, request_id, target_kind, target_id, details)
       SELECT $1, $2::timestamptz + make_interval(secs => mod(n::bigint * 7919, 62000000)::double precision), 'aud_' || lpad(n::text, 26, '0'),
         (ARRAY['auth.signed_in','auth.signed_out','account.profile_updated','key.used','key.created','team.member_added','project.changed','suite.changed','case.changed','schedule.changed','run.started','billing.changed','usage.reported','audit.read'])[1 + mod(n * 31, 14)],
         'user', 'usr_' || lpad(mod(n * 17, 15)::text, 26, '0'), 'ses_' || mod(n, 5000), '198.51.' || mod(n * 13, 2) || '.' || mod(n * 7, 100), 'Mozilla/5.0 (X11; Linux x86_64)', 'req-' || n, 'key',
         'key_' || lpad(mod(n * 101, 5000)::text, 26, '0'), jsonb_build_object('name', 'Thing ' || mod(n * 37, 1000), 'note', 'word' || mod(n * 53, 20000))
       FROM generate_series($3::int, $4::int) n`,
      [log, start, at, Math.min(to, at + step) - 1],
    )
  }
  await owner.query('VACUUM ANALYZE audit_log')
}

async function reading(platform: Platform): Promise<Map<string, number>> {
  const pad = (n: number) => String(n).padStart(26, '0')
  const pick: Record<string, (n: number) => AuditFilters> = {
    user: (n) => ({ user: `usr_${pad(n % 15)}` }),
    area: (n) => ({ area: ['auth', 'key', 'run', 'billing', 'case'][n % 5] }),
    target: (n) => ({ target: `key_${pad((n * 97) % 5000)}` }),
    ip: (n) => ({ ip: `198.51.${n % 2}.${(n * 7) % 100}` }),
    dates: (n) => ({ from: new Date(Date.UTC(2025, n % 12, 1)), to: new Date(Date.UTC(2025, (n % 12) + 2, 1)) }),
  }
  const names = Object.keys(pick)
  const kinds: [string, (n: number) => AuditFilters][] = [
    ['none (first page)', () => ({})],
    ...names.map((name): [string, (n: number) => AuditFilters] => [name, (n) => pick[name]?.(n) ?? {}]),
    ...names.flatMap((one, at) =>
      names
        .slice(at + 1)
        .map((other): [string, (n: number) => AuditFilters] => [
          `${one} + ${other}`,
          (n) => ({ ...pick[one]?.(n), ...pick[other]?.(n) }),
        ]),
    ),
    ['words: rare', (n) => ({ text: `word${n * 97}` })],
    ['words: frequent', (n) => ({ text: `thing ${(n * 31) % 1000}` })],
    ['words: everywhere', () => ({ text: 'thing' })],
  ]
  const found = new Map<string, number>()
  for (const [name, filters] of kinds) {
    const times: number[] = []
    for (let n = 0; n < 110; n += 1) {
      const start = performance.now()
      await entriesAfter(platform.db, log, filters(n), { cursor: undefined, limit: 51 })
      if (n >= 10) times.push(performance.now() - start) // the first ten plan and warm up
    }
    found.set(name, times.sort((a, b) => a - b)[98] ?? 0)
  }
  return found
}

async function proving(platform: Platform, owner: pg.Client): Promise<string[]> {
  await owner.query('UPDATE audit_sealing SET upto = pg_current_xact_id()') // what stands there so far is not part of this
  const other = newId('team')
  for (let at = 0; at < few; at += 5_000)
    await owner.query(
      `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, ip, user_agent, request_id, details)
       SELECT $1, $2, 'aud_' || substr(md5(n::text), 1, 26), 'key.used', 'user', 'usr_' || lpad('1', 26, '0'), '203.0.113.7', 'curl/8.5.0', 'req-' || n, jsonb_build_object('n', n)
       FROM generate_series($3::int, $4::int) n`,
      [other, new Date(), at, at + 4_999],
    )
  const sealing = await secondsOf(() => sealAudit(platform, new Date()))
  let text = ''
  const csv = await secondsOf(async () => {
    for await (const piece of csvPieces(platform.db, { logId: other, filters: {} })) text = piece.text
  })
  const parts: string[] = []
  const ndjson = await secondsOf(async () => {
    for await (const piece of ndjsonPieces(platform.db, { logId: other, filters: {} })) parts.push(piece.text)
  })
  await owner.query('ANALYZE audit_log, audit_leaves')
  const items: ReturnType<typeof proofItem>[] = []
  for (let at = 0; at < few; at += 1_000)
    items.push(...(await leavesWithEntries(platform.db, other, at, at + 999)).map(proofItem))
  const check = new LogCheck(sha256)
  await check.addCheckpoints(
    (await checkpointsBeyond(platform.db, other, 0, 1_000)).map(checkpointFrom),
    await publicKeys(platform.db),
    verifyWithNode,
  )
  const verifying = await secondsOf(async () => {
    for (const item of items) check.add(item)
  })
  const offline = new ExportCheck(sha256, verifyWithNode)
  const lines = parts.join('').trimEnd().split('\n')
  const offlineTook = await secondsOf(async () => {
    for (const line of lines) await offline.add(line)
  })
  const problems = check.finish().problems.length + offline.finish().problems.length
  if (problems > 0 || text === '') throw new Error('the log under measurement is not whole')
  const row = (what: string, took: number) => `| ${what} | ${number(few / took)} |`
  return [
    `One log of ${number(few)} entries, one process.`,
    '',
    '| | entries/s |',
    '|---|---|',
    row('sealing', sealing),
    row('export as CSV', csv),
    row('export as NDJSON with proofs', ndjson),
    row('verifying a log, as the page does, with Node’s hashing', verifying),
    row('verifying an export line by line', offlineTook),
  ]
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
