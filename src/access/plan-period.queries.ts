import type { Tx } from '#platform/db/db.ts'
import type { PlanPeriod } from './entitlements.ts'

/**
 * Says anew what a team's plans are from an instant on: what began before goes on at most until then, and the given stretches follow. The
 * one door by which billing changes `plan_periods`; the caller holds the lock on the team.
 */
export async function replanFrom(tx: Tx, teamId: string, from: Date, periods: readonly PlanPeriod[]): Promise<void> {
  await tx.query.deleteFrom('plan_periods').where('team_id', '=', teamId).where('starts_at', '>=', from).execute()
  await tx.query
    .updateTable('plan_periods')
    .set({ ends_at: from })
    .where('team_id', '=', teamId)
    .where((row) => row.or([row('ends_at', 'is', null), row('ends_at', '>', from)]))
    .execute()
  const rows = periods
    .filter(({ startsAt, endsAt }) => !endsAt || endsAt > startsAt)
    .map(({ planId, startsAt, endsAt, anchorAt }) => ({
      team_id: teamId,
      plan_id: planId,
      starts_at: startsAt,
      ends_at: endsAt,
      anchor_at: anchorAt,
    }))
  if (rows.length > 0) await tx.query.insertInto('plan_periods').values(rows).execute()
}
