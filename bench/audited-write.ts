import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { appendAudit } from '#platform/audit.ts'
import { newId } from '#platform/ids.ts'
import { mail } from '#platform/mail/outbox.ts'
import { median, number } from './audit/figures.ts'
import { type Filled, openFilled } from './audit/fill.ts'

const lanes = 16
const rounds = 5
const seconds = 3
const client = { ip: '203.0.113.7', network: '203.0.113.7', userAgent: 'Mozilla/5.0 (X11)', requestId: 'req-bench' }
const details = { changes: { company: { from: 'Acme', to: 'Acme Ltd' } } }

/** Row 7: one change with its audit row and its letter in the outbox, against the same three statements bare, on tables alike. */
export async function auditedWrite(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-bench-write-'))
  const filled = await openFilled(join(folder, 'data'))
  try {
    await prepare(filled)
    const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
    for (let round = 0; round <= rounds; round += 1) {
      const [a, b] = [await rateOf((lane) => ours(filled, lane)), await rateOf((lane) => bare(filled, lane))]
      if (round === 0) continue // warms up
      rates.ours.push(a)
      rates.bare.push(b)
    }
    const ratio = median(rates.ours.map((one, i) => one / (rates.bare[i] ?? Number.NaN)))
    return [
      '## An audited write (row 7)',
      '',
      `One durable transaction each, ${lanes} at a time, ${rounds} rounds of ${seconds} s, interleaved; medians. Both change a person; the bare side then writes the same log entry into a table with its primary key only, and a letter of the same size.`,
      '',
      '| | writes/s | ratio |',
      '|---|---|---|',
      `| a change, its entry in the log (all indexes, words), its letter (written, encrypted) and the job that sends it | ${number(median(rates.ours))} | ${ratio.toFixed(2)} |`,
      `| the same three statements, bare | ${number(median(rates.bare))} | |`,
    ]
  } finally {
    await filled.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const person = (lane: number) => `usr_${String(lane).padStart(26, '0')}`

async function prepare({ owner }: Filled): Promise<void> {
  for (let lane = 0; lane < lanes; lane += 1)
    await owner.query(
      `INSERT INTO users (id, email, email_canonical, email_verified_at, full_name, timezone, created_at)
       VALUES ($1, $2, $2, now(), 'Person', 'UTC', now())`,
      [person(lane), `p${lane}@example.com`],
    )
  await owner.query(
    'CREATE TABLE bare_log (LIKE audit_log INCLUDING DEFAULTS EXCLUDING GENERATED, PRIMARY KEY (log_id, at, id))',
  )
  await owner.query('CREATE TABLE bare_outbox (LIKE mail_outbox INCLUDING ALL)')
  await owner.query('GRANT INSERT ON bare_log, bare_outbox TO aegisrunner_app')
}

function ours({ platform }: Filled, lane: number): Promise<unknown> {
  const id = person(lane)
  const now = new Date()
  return platform.db.transaction(async (tx) => {
    await sql`UPDATE users SET company = ${newId('team')} WHERE id = ${id}`.execute(tx.query)
    const subject = { actor: { kind: 'user' as const, id }, logs: [id], sessionId: newId('ses') }
    await appendAudit(tx, { action: 'account.profile_updated', subject, client, now, details })
    const to = { email: `p${lane}@example.com`, fullName: 'Person', timezone: 'UTC' }
    await mail(tx, platform, to, { name: 'bench', subject: 'Changed', preview: 'Changed.', body: ['It changed.'] }, now)
  })
}

function bare({ platform }: Filled, lane: number): Promise<unknown> {
  const id = person(lane)
  const now = new Date()
  return platform.db.transaction(async (tx) => {
    await sql`UPDATE users SET company = ${newId('team')} WHERE id = ${id}`.execute(tx.query)
    await sql`INSERT INTO bare_log (log_id, at, id, action, actor_kind, actor_id, session_id, ip, user_agent, request_id, details)
      VALUES (${id}, ${now}, ${newId('aud')}, 'account.profile_updated', 'user', ${id}, ${newId('ses')}, ${client.ip}, ${client.userAgent}, ${client.requestId}, ${JSON.stringify(details)})`.execute(
      tx.query,
    )
    await sql`INSERT INTO bare_outbox (id, recipient, letter, subject, content, created_at, forget, state, attempts)
      VALUES (${newId('mail')}, ${`p${lane}@example.com`}, 'bench', 'Changed', ${letter}, ${now}, false, 'waiting', 0)`.execute(
      tx.query,
    )
  })
}

const letter = Buffer.alloc(320, 7) // as many bytes as the encrypted one

async function rateOf(work: (lane: number) => Promise<unknown>): Promise<number> {
  const end = performance.now() + seconds * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (; performance.now() < end; done += 1) await work(lane)
    }),
  )
  return done / seconds
}
