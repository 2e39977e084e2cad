import { appendAudit } from '#platform/audit.ts'
import { days, earlier, hours, minutes } from '#platform/clock.ts'
import { recurring } from '#platform/jobs/job.ts'
import type { Platform } from '#platform/platform.ts'
import { sweepWindows } from './key-lease.queries.ts'
import { sweepUses, takeHours } from './key-use.queries.ts'

const atOnce = 200
/** How long days and addresses of use are kept. */
export const useMemory = days(180)

/**
 * Writes the uses of every hour that is over into the audit log: one row per key, address and hour. What a slow node adds to such an hour
 * later gets a row of its own, so that the sums stay right.
 */
export async function auditHours({ db }: Platform, now: Date): Promise<void> {
  const before = earlier(now, hours(1) + minutes(1))
  let taken: number
  do {
    taken = await db.transaction(async (tx) => {
      const sums = await takeHours(tx, before, atOnce)
      for (const { team_id, key_id, owner_id, ip, hour, uses, client, last_at } of sums) {
        const subject = {
          actor: { kind: 'key' as const, id: key_id },
          logs: [team_id, ...(owner_id ? [owner_id] : [])],
        }
        const details = { target: { kind: 'key', id: key_id }, uses, hour, client, lastUsedAt: last_at }
        const from = { ip, network: '', userAgent: client, requestId: '' }
        await appendAudit(tx, { action: 'key.used', subject, client: from, now, details })
      }
      return sums.length
    })
  } while (taken === atOnce)
}

/** What recurs for the use of keys. */
export const keyTimetable = [
  recurring({ name: 'keys.audit_hours', cron: '*/5 * * * *', run: auditHours }),
  recurring({
    name: 'keys.sweep_uses',
    cron: '37 3 * * *',
    run: ({ db }, now) => sweepUses(db, earlier(now, useMemory)),
  }),
  recurring({
    name: 'keys.sweep_windows',
    cron: '47 * * * *',
    run: ({ db }, now) => sweepWindows(db, earlier(now, hours(1))),
  }),
]
