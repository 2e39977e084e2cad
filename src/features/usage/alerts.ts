import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { type AlertRow, insertAlerts, openAlerts, resolveAlerts } from './alert.queries.ts'
import { crossed, isUsedUp, limitOf, type Meter, reached } from './meters.ts'
import { always } from './periods.ts'
import type { StandingAt } from './standing.ts'
import { tellReached, tellResolved } from './tell.ts'

/** One meter of one team at one instant. */
export interface Reading {
  teamId: string
  meter: Meter
  standing: StandingAt
  used: number
}

/** The pace alert among the thresholds. */
export const paceThreshold = 0

const periodStartOf = ({ meter, standing }: Pick<Reading, 'meter' | 'standing'>): Date =>
  isUsedUp(meter) ? standing.period.startsAt : always

/** Gives the alerts of thresholds that a count has just passed; on the way there, this costs no statement. */
export async function raiseCrossed(
  tx: Tx,
  platform: Platform,
  { from, to, ...about }: Omit<Reading, 'used'> & { from: number; to: number },
  now: Date,
): Promise<void> {
  const limit = limitOf(about.standing.plan, about.meter)
  await raise(tx, platform, { ...about, used: to }, crossed(limit, { from, to }, about.standing.thresholds), now)
}

/** Gives alerts that were not given yet. Several at once make one message, about the highest. */
export async function raise(
  tx: Tx,
  platform: Platform,
  reading: Reading,
  thresholds: readonly number[],
  now: Date,
): Promise<void> {
  const { teamId, meter, standing, used } = reading
  const limit = limitOf(standing.plan, meter)
  if (limit === null || thresholds.length === 0) return
  const alerts = thresholds.map((threshold) => ({
    team_id: teamId,
    id: newId('alr'),
    meter,
    period_start: periodStartOf(reading),
    threshold,
    limit_value: limit,
    used,
    raised_at: now,
  }))
  const given = new Set(await insertAlerts(tx, alerts))
  const told = alerts.filter(({ threshold }) => given.has(threshold)).at(-1)
  if (told) await tellReached(tx, platform, { ...reading, limit, threshold: told.threshold, id: told.id }, now)
}

/** A count or a limit that changed, and which of the two it was. */
export type Change = Omit<Reading, 'teamId'> & { because: 'count' | 'limit' }

type OpenAlert = Pick<AlertRow, 'threshold' | 'limit_value'>

/** Which open alerts are over and which are due. */
function settling<Open extends OpenAlert>(
  { meter, standing, used, because }: Change,
  open: readonly Open[],
): { over: Open[]; due: number[] } {
  const limit = limitOf(standing.plan, meter)
  const now = reached(limit, used, standing.thresholds)
  // Whoever owns a team of one on a plan for one need not be told that it is full; that there is too much by now, they must.
  const quiet = because === 'limit' && !isUsedUp(meter) && limit !== null && used <= limit
  const known = new Set(open.map(({ threshold }) => threshold))
  return {
    over: open.filter(({ threshold, limit_value }) =>
      threshold === paceThreshold ? limit === null || limit > limit_value : !now.includes(threshold),
    ),
    due: quiet ? [] : now.filter((threshold) => !known.has(threshold)),
  }
}

/** Whether {@link settleAlerts} would do anything. */
export function needsSettling(change: Change, open: readonly OpenAlert[]): boolean {
  const { over, due } = settling(change, open)
  return over.length + due.length > 0
}

/**
 * Brings the alerts of a meter in line with its count and limit as they are now: what is no longer so is resolved and can be given again,
 * what has become so is given. The caller holds the counter or the team, so the count stands still.
 */
export async function settleAlerts(tx: Tx, platform: Platform, change: Change & Reading, now: Date): Promise<void> {
  const { teamId, meter, standing } = change
  const limit = limitOf(standing.plan, meter)
  const open = await openAlerts(tx, { teamId, meter, periodStart: periodStartOf(change) })
  const { over, due } = settling(change, open)
  const ids = over.map(({ id }) => id)
  const resolved = await resolveAlerts(tx, teamId, ids, now)
  // Who removes a member knows that there is room again; who was told that nothing more goes wants to hear that it does.
  const rose = resolved.some(({ limit_value }) => limit === null || limit > limit_value)
  const last = resolved.at(-1)
  if (last && (rose || resolved.some(({ threshold }) => threshold === 100))) {
    await tellResolved(tx, platform, { ...change, limit, id: last.id }, now)
  }
  await raise(tx, platform, change, due, now)
}
