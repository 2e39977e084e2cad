import type { Reader, Tx } from '#platform/db/db.ts'
import type { Meter } from './meters.ts'

/** An alert that was given. */
export interface AlertRow {
  team_id: string
  id: string
  meter: Meter
  period_start: Date
  /** Percent of the limit; 0 is the pace alert. */
  threshold: number
  limit_value: number
  used: number
  raised_at: Date
  resolved_at: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    usage_alerts: AlertRow
  }
}

/** Notes alerts; answers the thresholds of those that had not been given and not resolved before, however many transactions try at once. */
export async function insertAlerts(tx: Tx, alerts: Omit<AlertRow, 'resolved_at'>[]): Promise<number[]> {
  if (alerts.length === 0) return []
  const rows = await tx.query
    .insertInto('usage_alerts')
    .values(alerts.map((alert) => ({ ...alert, resolved_at: null })))
    .onConflict((clash) => clash.doNothing())
    .returning('threshold')
    .execute()
  return rows.map(({ threshold }) => threshold)
}

/** Alerts of one meter and period that are not resolved. */
export async function openAlerts(
  on: Reader,
  { teamId, meter, periodStart }: { teamId: string; meter: Meter; periodStart: Date },
): Promise<AlertRow[]> {
  return on.query
    .selectFrom('usage_alerts')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('meter', '=', meter)
    .where('period_start', '=', periodStart)
    .where('resolved_at', 'is', null)
    .orderBy('threshold')
    .execute()
}

/** Resolves alerts; answers those that were not resolved before. */
export async function resolveAlerts(tx: Tx, teamId: string, ids: string[], now: Date): Promise<AlertRow[]> {
  if (ids.length === 0) return []
  return tx.query
    .updateTable('usage_alerts')
    .set({ resolved_at: now })
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .where('resolved_at', 'is', null)
    .returningAll()
    .execute()
}

/** The alerts of a team, newest first. */
export async function lastAlerts(on: Reader, teamId: string, most: number): Promise<AlertRow[]> {
  return on.query
    .selectFrom('usage_alerts')
    .selectAll()
    .where('team_id', '=', teamId)
    .orderBy('raised_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
}
