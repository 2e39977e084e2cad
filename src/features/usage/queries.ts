import { sql } from 'kysely'
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

interface UsageDaysTable {
  team_id: string
  meter: UsedMeter
  period_start: Date
  day: string
  project_id: string
  key_id: string
  used: number
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
    usage_days: UsageDaysTable
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

/**
 * Counts a use unless its event was counted before or it would go beyond the limit. `fresh` tells of the former, `used` (null when nothing
 * was counted) is the new count. One statement: the event's row comes first and is not contended, so the counter is locked as late as
 * possible, and nobody can see one without the others.
 */
export async function countUse(
  tx: Tx,
  { teamId, meter, amount, eventId, at, periodStart, projectId, keyId }: Use,
  limit: number | null,
): Promise<{ fresh: boolean; used: number | null }> {
  const { rows } = await sql<{ fresh: boolean; used: number | null }>`
    WITH seen AS (
      INSERT INTO usage_events (team_id, event_id, meter, amount, at, project_id, key_id)
      VALUES (${teamId}, ${eventId}, ${meter}, ${amount}, ${at}, ${projectId}, ${keyId})
      ON CONFLICT DO NOTHING RETURNING amount
    ), counted AS (
      INSERT INTO usage_counters AS c (team_id, meter, period_start, used)
      SELECT ${teamId}, ${meter}, ${periodStart}::timestamptz, amount FROM seen
      WHERE ${limit}::bigint IS NULL OR amount <= ${limit}::bigint
      ON CONFLICT (team_id, meter, period_start) DO UPDATE SET used = c.used + excluded.used
      WHERE ${limit}::bigint IS NULL OR c.used + excluded.used <= ${limit}::bigint
      RETURNING used
    ), by_day AS (
      INSERT INTO usage_days AS d (team_id, meter, period_start, day, project_id, key_id, used)
      SELECT ${teamId}, ${meter}, ${periodStart}::timestamptz, ${dayOf(at)}::date, ${projectId ?? ''}, ${keyId ?? ''}, ${amount}::bigint
      FROM counted
      ON CONFLICT (team_id, meter, period_start, day, project_id, key_id) DO UPDATE SET used = d.used + excluded.used
    )
    SELECT EXISTS (SELECT FROM seen) AS fresh, (SELECT used FROM counted) AS used`.execute(tx.query)
  const row = rows[0]
  if (!row) throw new Error('counting a use returned nothing')
  return row
}

/** The day of an instant in UTC, `2027-03-01`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** Takes back the row of an event that did not fit, so that it can be tried again when there is room. */
export async function forgetEvent(tx: Tx, teamId: string, eventId: string): Promise<void> {
  await tx.query.deleteFrom('usage_events').where('team_id', '=', teamId).where('event_id', '=', eventId).execute()
}

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
