import type { Departure } from '#access/departure.ts'
import { soleTeamsOf } from '#access/leaving.queries.ts'
import type { Tx } from '#platform/db/db.ts'
import { enqueue } from '#platform/jobs/job.ts'
import type { Platform } from '#platform/platform.ts'
import { markBegun } from './deletion.queries.ts'
import { eraseAccount } from './erase-account.job.ts'

/**
 * The point of no return, in one transaction, after the person and their teams were locked and nothing stood in the way: every way in ends,
 * nobody depends on them any more, and the job that erases is in the queue.
 */
export async function beginErasure(
  tx: Tx,
  platform: Platform,
  departures: readonly Departure[],
  userId: string,
  now: Date,
): Promise<void> {
  // Read before memberships end: these teams have no other member and go as well.
  const teams = await soleTeamsOf(tx, userId)
  for (const { atOnce } of departures) await atOnce?.(tx, platform, userId, now)
  await markBegun(tx, userId, teams, now)
  await enqueue(tx, eraseAccount(departures), { userId })
}
