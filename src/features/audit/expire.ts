import { entitlements } from '#access/entitlements.ts'
import { subscriberOf } from '#access/subscriber.queries.ts'
import { appendAudit } from '#platform/audit.ts'
import { days, earlier } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { dropExpired, expiryOf, logsOlderThan, newestOf, putExpiry } from './expiry.queries.ts'
import { ownLogDays, untoldDays } from './rules.ts'
import { sealAudit } from './seal.ts'

const logsAtOnce = 200
const entriesAtOnce = 50_000

/**
 * Ends what is past its retention: says so in the log itself, has that signed, and only then lets the entries go. Their leaves stay, so that
 * the tree can always be computed. Answers how many entries went.
 */
export async function expireAudit(platform: Platform, now: Date): Promise<number> {
  const { db } = platform
  const youngest = earlier(now, days(1))
  for (let after = ''; ; ) {
    const logs = await logsOlderThan(db, youngest, after, logsAtOnce)
    for (const log of logs) await expireLog(platform, log, now)
    after = logs.at(-1) ?? ''
    if (logs.length < logsAtOnce) break
  }
  await sealAudit(platform, now)
  for (let gone = 0; ; ) {
    const { entries } = await db.transaction((tx) => dropExpired(tx, entriesAtOnce))
    gone += entries
    if (entries < entriesAtOnce) return gone
  }
}

async function expireLog(platform: Platform, log: string, now: Date): Promise<void> {
  const kept = await daysKept(platform, log, now)
  if (kept === null) return
  const before = earlier(now, days(kept))
  await platform.db.transaction(async (tx) => {
    const { below, done } = await expiryOf(tx, log, before)
    if (below <= done) return
    const details = { below, entries: below - done, before: before.toISOString() }
    const actor = { kind: 'system' as const, id: null }
    await appendAudit(tx, { action: 'audit.expired', subject: { actor, logs: [log] }, client: null, now, details })
    const entry_id = await newestOf(tx, log, 'audit.expired', now)
    if (entry_id) await putExpiry(tx, { log_id: log, below, entry_id })
  })
}

/** How many days a log is kept (decisions/0014); null without an end. */
async function daysKept({ db, config }: Platform, log: string, now: Date): Promise<number | null> {
  if (!log.startsWith('team_')) return ownLogDays
  const subscriber = await subscriberOf(db, log)
  if (!subscriber) return untoldDays
  const { auditLog, auditDays } = entitlements(config, subscriber, now)
  return auditLog ? auditDays : untoldDays
}
