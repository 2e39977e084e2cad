import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'
import { entitlements, type PlanPeriod, type Subscriber } from './entitlements.ts'
import type { Plan } from './plan-catalogue.ts'

interface PlanPeriodsTable {
  team_id: string
  starts_at: Date
  ends_at: Date | null
  plan_id: string
  anchor_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    plan_periods: PlanPeriodsTable
  }
}

/** Plan periods as JSON carries them out of the database. */
export interface StoredPlanPeriod {
  planId: string
  startsAt: string
  endsAt: string | null
  anchorAt: string
}

/** For a statement that has a row `t` of teams: its plan periods, oldest first, for {@link planPeriodsFrom}. */
export const planPeriodsSql = `coalesce((SELECT json_agg(json_build_object('planId', p.plan_id, 'startsAt', p.starts_at,
  'endsAt', p.ends_at, 'anchorAt', p.anchor_at) ORDER BY p.starts_at) FROM plan_periods p WHERE p.team_id = t.id), '[]')`

/** The same with times as dates. */
export const planPeriodsFrom = (stored: StoredPlanPeriod[]): PlanPeriod[] =>
  stored.map(({ planId, startsAt, endsAt, anchorAt }) => ({
    planId,
    startsAt: new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
    anchorAt: new Date(anchorAt),
  }))

/** What a team's plan follows from; null when there is no such team. */
export async function subscriberOf(on: Reader, teamId: string): Promise<Subscriber | null> {
  const team = await on.query
    .selectFrom('teams')
    .select(['created_at', 'trial_ends_at'])
    .where('id', '=', teamId)
    .executeTakeFirst()
  if (!team) return null
  const periods = await on.query
    .selectFrom('plan_periods')
    .select(['plan_id', 'starts_at', 'ends_at', 'anchor_at'])
    .where('team_id', '=', teamId)
    .orderBy('starts_at')
    .execute()
  return {
    createdAt: team.created_at,
    trialEndsAt: team.trial_ends_at,
    planPeriods: periods.map((row) => ({
      planId: row.plan_id,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      anchorAt: row.anchor_at,
    })),
  }
}

/** What a team may have at this moment. Throws for a team that does not exist. */
export async function planOf(
  on: Reader,
  config: Pick<Config, 'AEGIS_PLANS'>,
  teamId: string,
  now: Date,
): Promise<Plan> {
  const subscriber = await subscriberOf(on, teamId)
  if (!subscriber) throw new Error(`there is no team ${teamId}`)
  return entitlements(config, subscriber, now)
}
