import { type Duration, earlier } from '#platform/clock.ts'
import type { Db } from '#platform/db/db.ts'

interface KeyWindowsTable {
  team_id: string
  started_at: Date
  leased: number
  granted: number
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    key_windows: KeyWindowsTable
  }
}

const leaseSql = `
  INSERT INTO key_windows AS w (team_id, started_at, leased, granted) VALUES ($1, $2, LEAST($4::int, $5::int), LEAST($4::int, $5::int))
  ON CONFLICT (team_id) DO UPDATE SET
    granted = CASE WHEN w.started_at <= $3 THEN LEAST($4::int, $5::int) ELSE GREATEST(0, LEAST($4::int, $5::int - w.leased)) END,
    leased = CASE WHEN w.started_at <= $3 THEN LEAST($4::int, $5::int)
      ELSE w.leased + GREATEST(0, LEAST($4::int, $5::int - w.leased)) END,
    started_at = CASE WHEN w.started_at <= $3 OR w.started_at > $2::timestamptz + ($2::timestamptz - $3::timestamptz)
      THEN $2 ELSE w.started_at END
  RETURNING granted, leased, started_at AS "startedAt"`

/**
 * Takes up to `share` requests of a team's window, in one statement, so that parallel nodes never take more than `limit` together. Answers how
 * many were granted, how many are taken in all, and when the window began: a window that is over begins anew.
 */
export async function leaseShare(
  db: Db,
  { teamId, limit, share, lasts }: { teamId: string; limit: number; share: number; lasts: Duration },
  now: Date,
): Promise<{ granted: number; leased: number; startedAt: Date }> {
  const values = [teamId, now, earlier(now, lasts), share, limit]
  const [row] = await db.named<{ granted: number; leased: number; startedAt: Date }>('lease_share', leaseSql, values)
  if (!row) throw new Error('leasing a share returned nothing')
  return row
}

/** Forgets windows that are long over. */
export async function sweepWindows(db: Db, before: Date): Promise<void> {
  await db.query.deleteFrom('key_windows').where('started_at', '<', before).execute()
}
