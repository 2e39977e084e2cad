import type { Reader, Tx } from '#platform/db/db.ts'
import type { ScheduleRow } from './rows.ts'

/** A schedule of a team. */
export async function scheduleOf(on: Reader, teamId: string, id: string): Promise<ScheduleRow | undefined> {
  return on.query
    .selectFrom('schedules')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Takes up to `most` schedules that are due, past those another node has in hand at this moment. */
export async function lockDue(tx: Tx, now: Date, most: number): Promise<ScheduleRow[]> {
  return tx.query
    .selectFrom('schedules as s')
    .innerJoin('projects as p', (join) => join.onRef('p.team_id', '=', 's.team_id').onRef('p.id', '=', 's.project_id'))
    .selectAll('s')
    .where('s.next_at', '<=', now)
    .where('p.archived_at', 'is', null)
    .orderBy('s.next_at')
    .limit(most)
    .forNoKeyUpdate('s')
    .skipLocked()
    .execute()
}

/** The schedules of a project that are on. */
export async function enabledSchedules(on: Reader, teamId: string, projectId: string): Promise<ScheduleRow[]> {
  return on.query
    .selectFrom('schedules')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('project_id', '=', projectId)
    .where('enabled', '=', true)
    .execute()
}

/** Notes what time and runs do to a schedule; its version, which is about what people write, stays. */
export async function moveSchedule(
  tx: Tx,
  { team_id, id }: Pick<ScheduleRow, 'team_id' | 'id'>,
  change: Partial<
    Pick<ScheduleRow, 'next_at' | 'last_ran_at' | 'missed_at' | 'paused_at' | 'paused_reason' | 'paused_until'>
  >,
): Promise<void> {
  await tx.query
    .updateTable('schedules')
    .set(change)
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** A schedule, held until the transaction ends. */
export async function lockSchedule(tx: Tx, teamId: string, id: string): Promise<ScheduleRow | undefined> {
  return tx.query
    .selectFrom('schedules')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Adds a schedule. */
export async function insertSchedule(tx: Tx, schedule: ScheduleRow): Promise<void> {
  await tx.query.insertInto('schedules').values(schedule).execute()
}

/** Changes a schedule that still is at this version; undefined when it is not. */
export async function updateSchedule(
  tx: Tx,
  { team_id, id, version }: Pick<ScheduleRow, 'team_id' | 'id' | 'version'>,
  change: Partial<ScheduleRow>,
): Promise<ScheduleRow | undefined> {
  return tx.query
    .updateTable('schedules')
    .set({ ...change, version: version + 1 })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes a schedule; undefined when it is gone already. */
export async function deleteSchedule(tx: Tx, teamId: string, id: string): Promise<ScheduleRow | undefined> {
  return tx.query
    .deleteFrom('schedules')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}
