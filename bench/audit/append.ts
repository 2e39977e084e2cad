import { sql } from 'kysely'
import { appendAudit } from '#platform/audit.ts'
import { newId } from '#platform/ids.ts'
import { median, number } from './figures.ts'
import type { Filled } from './fill.ts'

const client = {
  ip: '203.0.113.7',
  network: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  requestId: 'req-bench',
}

/** Entries appended per second beside bare INSERTs of the same row, each in a durable transaction. */
export async function appending({ platform, owner }: Filled): Promise<string[]> {
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
