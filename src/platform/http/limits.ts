import ipaddr from 'ipaddr.js'
import { type Duration, earlier, later } from '../clock.ts'
import type { Db, Reader } from '../db/db.ts'
import type { Log } from '../log.ts'

interface RateLimitTable {
  bucket: string
  started_at: Date
  expires_at: Date
  count: number
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    rate_limits: RateLimitTable
  }
}

/** The answer of one counted attempt. */
export interface Counted {
  /** Attempts in the current window, this one included. */
  count: number
  /** When the window ends. */
  resetsAt: Date
}

/**
 * Counts one attempt in a bucket and tells the new count, in one statement that is committed before any verdict: parallel attempts on any
 * node each see their own number (V09, V24). A window starts with its first attempt. One that starts far in the future was begun by a clock
 * that was wrong: it starts now, with what was counted, or it would hold people back until then.
 */
export async function countAttempt(db: Db, bucket: string, every: Duration, now: Date): Promise<Counted> {
  const rows = await db.named<{ count: number; started_at: Date }>(
    'rate_limit_count',
    `INSERT INTO rate_limits AS r (bucket, started_at, expires_at, count) VALUES ($1, $2, $3, 1)
     ON CONFLICT (bucket) DO UPDATE SET
       count = CASE WHEN r.started_at <= $4 THEN 1 ELSE r.count + 1 END,
       expires_at = CASE WHEN r.started_at <= $4 OR r.started_at > $3 THEN $3 ELSE r.expires_at END,
       started_at = CASE WHEN r.started_at <= $4 OR r.started_at > $3 THEN $2 ELSE r.started_at END
     RETURNING count, started_at`,
    [bucket, now, later(now, every), earlier(now, every)],
  )
  const row = rows[0]
  if (!row) throw new Error('counting an attempt returned nothing')
  return { count: row.count, resetsAt: later(row.started_at, every) }
}

/** Forgets a bucket, after the success that ends a row of failures. */
export async function clearAttempts(on: Reader, buckets: string[]): Promise<void> {
  await on.query.deleteFrom('rate_limits').where('bucket', 'in', buckets).execute()
}

/** Removes buckets whose window is long over. */
export async function sweepRateLimits(db: Db, now: Date, log: Log): Promise<void> {
  const { numDeletedRows } = await db.query.deleteFrom('rate_limits').where('expires_at', '<', now).executeTakeFirst()
  if (numDeletedRows > 0n) log.debug({ removed: Number(numDeletedRows) }, 'rate limits swept')
}

/** The bucket a client address counts in: IPv4 as it is, IPv6 by its /64, mapped IPv4 as IPv4 (V21). */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return `${(address as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}

/** Forgets everything that was counted for a caller, whatever the address. */
export async function forgetCounts(on: Reader, caller: string): Promise<void> {
  await on.query.deleteFrom('rate_limits').where('bucket', 'like', `% ${caller}`).execute()
}
