import { CompiledQuery, sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import { firstVersion } from './alert-settings.ts'
import type { HeldMeter, UsedMeter } from './meters.ts'

interface UsageCountersTable {
  team_id: string
  meter: UsedMeter
  period_start: Date
  used: number
}

interface UsageEventsTable {
  team_id: string
  event_id: string
  meter: UsedMeter
  amount: number
  at: Date
  project_id: string | null
  key_id: string | null
}

interface UsageStandingTable {
  team_id: string
  meter: HeldMeter
  count: number
}

interface UsageSettingsTable {
  team_id: string
  thresholds: number[]
  pace: boolean
  version: number
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    usage_counters: UsageCountersTable
    usage_events: UsageEventsTable
    usage_standing: UsageStandingTable
    usage_settings: UsageSettingsTable
  }
}

/** One use of something, as it is counted. */
export interface Use {
  teamId: string
  meter: UsedMeter
  amount: number
  eventId: string
  at: Date
  periodStart: Date
  projectId: string | null
  keyId: string | null
}

const countUseText = 'SELECT count_use($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS used'

/**
 * Counts a use unless its event was counted before or it would go beyond the limit. `fresh` tells of the former; `used` is the new count, or
 * null when nothing was counted. The text is precompiled: every crawl and run passes here.
 */
export async function countUse(
  tx: Tx,
  { teamId, meter, amount, eventId, at, periodStart, projectId, keyId }: Use,
  limit: number | null,
): Promise<{ fresh: boolean; used: number | null }> {
  const values = [teamId, meter, periodStart, amount, eventId, at, dayOf(at), projectId, keyId, limit]
  const { rows } = await tx.query.executeQuery<{ used: number | null }>(CompiledQuery.raw(countUseText, values))
  const used = rows[0]?.used ?? null
  return used === -1 ? { fresh: false, used: null } : { fresh: true, used }
}

/** The day of an instant in UTC, `2027-03-01`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** How much of each meter is used in a period; a meter nobody used is missing. */
export async function usedIn(
  on: Reader,
  teamId: string,
  periodStart: Date,
): Promise<Partial<Record<UsedMeter, number>>> {
  const rows = await on.query
    .selectFrom('usage_counters')
    .select(['meter', 'used'])
    .where('team_id', '=', teamId)
    .where('period_start', '=', periodStart)
    .execute()
  return Object.fromEntries(rows.map(({ meter, used }) => [meter, used]))
}

/** Locks a counter until the transaction ends and tells it; 0 where nothing was used yet. */
export async function lockCounter(tx: Tx, teamId: string, meter: UsedMeter, periodStart: Date): Promise<number> {
  const row = await tx.query
    .insertInto('usage_counters')
    .values({ team_id: teamId, meter, period_start: periodStart, used: 0 })
    .onConflict((clash) =>
      clash
        .columns(['team_id', 'meter', 'period_start'])
        .doUpdateSet((is) => ({ used: is.ref('usage_counters.used') })),
    )
    .returning('used')
    .executeTakeFirstOrThrow()
  return row.used
}

/** Notes how many things of a kind a team holds now. */
export async function setStanding(tx: Tx, teamId: string, meter: HeldMeter, count: number): Promise<void> {
  await tx.query
    .insertInto('usage_standing')
    .values({ team_id: teamId, meter, count })
    .onConflict((clash) => clash.columns(['team_id', 'meter']).doUpdateSet({ count }))
    .execute()
}

/** How many projects and members a team holds. Members are counted where they stand, as they also leave with their accounts. */
export async function heldBy(on: Reader, teamId: string): Promise<Record<HeldMeter, number>> {
  const { rows } = await sql<Record<HeldMeter, number>>`
    SELECT coalesce((SELECT count FROM usage_standing WHERE team_id = ${teamId} AND meter = 'projects'), 0) AS projects,
      (SELECT count(*)::int FROM memberships WHERE team_id = ${teamId}) AS members`.execute(on.query)
  return rows[0] ?? { projects: 0, members: 0 }
}

/** What alerts a team made for itself; undefined while it made none. */
export async function settingsOf(on: Reader, teamId: string): Promise<UsageSettingsTable | undefined> {
  return on.query.selectFrom('usage_settings').selectAll().where('team_id', '=', teamId).executeTakeFirst()
}

/** Changes what alerts a team made, if it is at this version still; `firstVersion` is that of a team that made none. */
export async function saveSettings(
  tx: Tx,
  teamId: string,
  version: number,
  wanted: Pick<UsageSettingsTable, 'thresholds' | 'pace'>,
): Promise<UsageSettingsTable | undefined> {
  const changed = await tx.query
    .updateTable('usage_settings')
    .set({ ...wanted, version: version + 1 })
    .where('team_id', '=', teamId)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (changed || version !== firstVersion) return changed
  return tx.query
    .insertInto('usage_settings')
    .values({ team_id: teamId, ...wanted, version: version + 1 })
    .onConflict((clash) => clash.doNothing())
    .returningAll()
    .executeTakeFirst()
}
