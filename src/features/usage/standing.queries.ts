import { sql } from 'kysely'
import type { Subscriber } from '#access/entitlements.ts'
import { planPeriodsFrom, planPeriodsSql, type StoredPlanPeriod } from '#access/subscriber.queries.ts'
import type { Reader } from '#platform/db/db.ts'

interface Row {
  created_at: Date
  trial_ends_at: Date | null
  periods: StoredPlanPeriod[]
  thresholds: number[] | null
  pace: boolean | null
}

/** What a team's limits and alerts follow from, in one statement: runs and crawls wait for it. Undefined when there is no such team. */
export async function storedStanding(
  on: Reader,
  teamId: string,
): Promise<{ subscriber: Subscriber; settings: { thresholds: number[]; pace: boolean } | undefined } | undefined> {
  const { rows } = await sql<Row>`
    SELECT t.created_at, t.trial_ends_at, ${sql.raw(planPeriodsSql)} AS periods, s.thresholds, s.pace
    FROM teams t LEFT JOIN usage_settings s ON s.team_id = t.id WHERE t.id = ${teamId}`.execute(on.query)
  const [row] = rows
  return (
    row && {
      subscriber: {
        createdAt: row.created_at,
        trialEndsAt: row.trial_ends_at,
        planPeriods: planPeriodsFrom(row.periods),
      },
      settings: row.thresholds ? { thresholds: row.thresholds, pace: row.pace ?? true } : undefined,
    }
  )
}
