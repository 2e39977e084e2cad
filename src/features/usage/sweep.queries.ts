import { sql } from 'kysely'
import type { PlanPeriod, Subscriber } from '#access/entitlements.ts'
import { planPeriodsFrom, planPeriodsSql, type StoredPlanPeriod } from '#access/subscriber.queries.ts'
import type { Reader } from '#platform/db/db.ts'
import type { HeldMeter, Meter, UsedMeter } from './meters.ts'

/** A team as the sweep looks at it. */
export interface SweptTeam {
  teamId: string
  subscriber: Subscriber
  settings: { thresholds: number[]; pace: boolean } | undefined
  counters: { meter: UsedMeter; periodStart: Date; used: number }[]
  held: Record<HeldMeter, number>
  open: { meter: Meter; periodStart: Date; threshold: number; limit_value: number }[]
}

interface Row {
  id: string
  created_at: Date
  trial_ends_at: Date | null
  periods: StoredPlanPeriod[]
  thresholds: number[] | null
  pace: boolean | null
  counters: { meter: UsedMeter; periodStart: string; used: number }[]
  projects: number
  members: number
  open: { meter: Meter; periodStart: string; threshold: number; limit_value: number }[]
}

/** Some of the teams that used or hold something or have alerts under way, in the order of their ids. One statement, nothing locked. */
export async function teamsToSweep(
  on: Reader,
  { after, most, since }: { after: string; most: number; since: Date },
): Promise<SweptTeam[]> {
  const { rows } = await sql<Row>`
    SELECT t.id, t.created_at, t.trial_ends_at, ${sql.raw(planPeriodsSql)} AS periods, s.thresholds, s.pace,
      coalesce((SELECT json_agg(json_build_object('meter', c.meter, 'periodStart', c.period_start, 'used', c.used))
        FROM usage_counters c WHERE c.team_id = t.id AND c.period_start > ${since}), '[]') AS counters,
      coalesce((SELECT count FROM usage_standing h WHERE h.team_id = t.id AND h.meter = 'projects'), 0) AS projects,
      (SELECT count(*)::int FROM memberships m WHERE m.team_id = t.id) AS members,
      coalesce((SELECT json_agg(json_build_object('meter', a.meter, 'periodStart', a.period_start,
        'threshold', a.threshold, 'limit_value', a.limit_value))
        FROM usage_alerts a WHERE a.team_id = t.id AND a.resolved_at IS NULL), '[]') AS open
    FROM teams t LEFT JOIN usage_settings s ON s.team_id = t.id
    WHERE t.id > ${after} AND (
      EXISTS (SELECT FROM usage_counters c WHERE c.team_id = t.id AND c.period_start > ${since})
      OR EXISTS (SELECT FROM usage_standing h WHERE h.team_id = t.id)
      OR EXISTS (SELECT FROM usage_alerts a WHERE a.team_id = t.id AND a.resolved_at IS NULL))
    ORDER BY t.id LIMIT ${most}`.execute(on.query)
  return rows.map((row) => ({
    teamId: row.id,
    subscriber: { createdAt: row.created_at, trialEndsAt: row.trial_ends_at, planPeriods: periodsOf(row) },
    settings: row.thresholds ? { thresholds: row.thresholds, pace: row.pace ?? true } : undefined,
    counters: row.counters.map((one) => ({ ...one, periodStart: new Date(one.periodStart) })),
    held: { projects: row.projects, members: row.members },
    open: row.open.map((one) => ({ ...one, periodStart: new Date(one.periodStart) })),
  }))
}

const periodsOf = ({ periods }: Row): PlanPeriod[] => planPeriodsFrom(periods)
