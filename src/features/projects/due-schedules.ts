import { appendAudit } from '#platform/audit.ts'
import { type Duration, earlier, hours } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { nextTimes, timesAfter } from './cron.ts'
import type { ScheduleRow } from './rows.ts'
import { lockDue, lockSchedule, moveSchedule } from './schedule.queries.ts'

/** A run that was due longer ago than this, because nothing was running, is not made up for any more. */
const catchUpWithin: Duration = hours(24)

/** A schedule whose time has come. */
export interface DueSchedule {
  teamId: string
  id: string
  projectId: string
  /** Null: every suite of the project. */
  suiteId: string | null
  /** The time it was due; with the id it names this very run. */
  dueAt: Date
  /** Whether its last run was refused, as its page says. */
  paused: boolean
}

/**
 * Takes the schedules that are due and sets when they are due next, so that each time is handed out exactly once, by whichever node, if and
 * only if the caller's transaction commits. Of several times that passed while nothing was running the last one counts, and only when it is
 * not older than a day.
 */
export async function claimDueSchedules(tx: Tx, now: Date, most = 50): Promise<DueSchedule[]> {
  const claimed: DueSchedule[] = []
  for (const schedule of await lockDue(tx, now, most)) {
    const dueAt = lastDue(schedule, now)
    const late = dueAt < earlier(now, catchUpWithin)
    const next_at = nextTimes(schedule.cron, schedule.zone, now, 1)[0] ?? null
    await moveSchedule(tx, schedule, { next_at, ...(late && { missed_at: dueAt }) })
    if (!late) claimed.push(dueFrom(schedule, dueAt))
  }
  return claimed
}

/** The last time up to now that a schedule was due; of times longer ago than they are made up for, any. */
function lastDue({ cron, zone, next_at }: ScheduleRow, now: Date): Date {
  let due = next_at as Date // what is due has one
  // Looked for in the last hour first: a pattern of every minute need not be walked through a day.
  for (const back of [hours(1), catchUpWithin]) {
    const from = earlier(now, back)
    for (const time of timesAfter(cron, zone, due > from ? due : from)) {
      if (time > now) break
      due = time
    }
    if (due > from) break
  }
  return due
}

const dueFrom = (schedule: ScheduleRow, dueAt: Date): DueSchedule => ({
  teamId: schedule.team_id,
  id: schedule.id,
  projectId: schedule.project_id,
  suiteId: schedule.suite_id,
  dueAt,
  paused: schedule.paused_at !== null,
})

/** Which schedule is meant. */
interface Named {
  teamId: string
  id: string
}

/**
 * Says that the plan refused a run. The schedule stays on and is tried again at its next times, so that it goes on by itself with the next
 * period or a larger plan. True when it was not paused before, which is when people should be told.
 */
export const schedulePaused = (tx: Tx, which: Named, until: Date | null, now: Date): Promise<boolean> =>
  pause(tx, which, { action: 'schedule.paused', reason: 'run_quota', until }, now)

/** Says that there was nothing to test. It is tried again at its next times too; true when that is news. */
export const scheduleWithoutTests = (tx: Tx, which: Named, now: Date): Promise<boolean> =>
  pause(tx, which, { action: 'schedule.without_tests', reason: 'no_tests', until: null }, now)

async function pause(
  tx: Tx,
  { teamId, id }: Named,
  { action, reason, until }: { action: string; reason: 'run_quota' | 'no_tests'; until: Date | null },
  now: Date,
): Promise<boolean> {
  const schedule = await lockSchedule(tx, teamId, id)
  if (!schedule) return false
  const fresh = schedule.paused_reason !== reason
  const paused_at = fresh ? now : schedule.paused_at
  await moveSchedule(tx, schedule, { paused_at, paused_reason: reason, paused_until: until })
  if (fresh) await tell(tx, action, schedule, { reason, until }, now)
  return fresh
}

/** Says that a run of the schedule was made; a pause is over with it. */
export async function scheduleRan(tx: Tx, { teamId, id }: Named, now: Date): Promise<void> {
  const schedule = await lockSchedule(tx, teamId, id)
  if (!schedule) return
  await moveSchedule(tx, schedule, { last_ran_at: now, paused_at: null, paused_reason: null, paused_until: null })
  if (schedule.paused_at) await tell(tx, 'schedule.resumed', schedule, {}, now)
}

const tell = (tx: Tx, action: string, schedule: ScheduleRow, said: Record<string, unknown>, now: Date) =>
  appendAudit(tx, {
    action,
    subject: { actor: { kind: 'system', id: null }, logs: [schedule.team_id] },
    client: null,
    now,
    details: { target: { kind: 'schedule', id: schedule.id }, projectId: schedule.project_id, ...said },
  })
