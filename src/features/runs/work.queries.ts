import { sql } from 'kysely'
import { type Duration, later, seconds } from '#platform/clock.ts'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { WorkRow } from './rows.ts'

/** A worker that does not renew within this has lost its work; another takes it over. */
export const leaseLasts: Duration = seconds(20)

/** Puts a crawl or run into the queue. */
export async function queueWork(tx: Tx, work: Pick<WorkRow, 'team_id' | 'id' | 'kind' | 'created_at'>): Promise<void> {
  await tx.query
    .insertInto('browser_work')
    .values({ ...work, held_by: null, lease_until: null })
    .execute()
}

/** Teams for whom something could be begun: those with the least under way first, of them whoever had its last turn longest ago. */
export async function teamsWaiting(on: Reader, now: Date, most: number): Promise<{ team_id: string }[]> {
  const { rows } = await sql<{
    team_id: string
  }>`SELECT w.team_id FROM browser_work w LEFT JOIN browser_turns t ON t.team_id = w.team_id
    GROUP BY w.team_id, t.turn
    HAVING count(*) FILTER (WHERE lease_until IS NULL OR lease_until <= ${now}) > 0
    ORDER BY count(*) FILTER (WHERE lease_until > ${now}), t.turn NULLS FIRST,
      min(created_at) FILTER (WHERE lease_until IS NULL OR lease_until <= ${now})
    LIMIT ${most}`.execute(on.query)
  return rows
}

/** How much of a team is under way. Workers that begin something for one team do so one after another, so nothing is begun beyond the plan. */
export async function countUnderWay(tx: Tx, teamId: string, now: Date): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`browser_work:${teamId}`}, 0))`.execute(tx.query)
  const row = await tx.query
    .selectFrom('browser_work')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .where('lease_until', '>', now)
    .executeTakeFirstOrThrow()
  return row.n
}

/** Notes that a team had its turn; all others that wait are before it now. */
export async function noteTurn(tx: Tx, teamId: string): Promise<void> {
  await sql`INSERT INTO browser_turns (team_id, turn) VALUES (${teamId}, nextval('browser_turn'))
    ON CONFLICT (team_id) DO UPDATE SET turn = excluded.turn`.execute(tx.query)
}

/** Gives the team's oldest waiting work to whoever asks under this name; undefined when there is none. */
export async function takeWork(tx: Tx, teamId: string, holder: string, now: Date): Promise<WorkRow | undefined> {
  const next = tx.query
    .selectFrom('browser_work')
    .select('id')
    .where('team_id', '=', teamId)
    .where((or) => or.or([or('lease_until', 'is', null), or('lease_until', '<=', now)]))
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
  return (
    tx.query
      .updateTable('browser_work')
      .set((set) => ({ held_by: holder, lease_until: later(now, leaseLasts), attempts: set('attempts', '+', 1) }))
      .where('team_id', '=', teamId)
      // Not IN: a joined subquery may be run again for each row, and would then take all of them.
      .where('id', '=', next)
      .returningAll()
      .executeTakeFirst()
  )
}

/** Says that the work is still being done. False when it was cancelled or taken over. */
export async function renewWork(on: Reader, { team_id, id, held_by }: WorkRow, now: Date): Promise<boolean> {
  const result = await on.query
    .updateTable('browser_work')
    .set({ lease_until: later(now, leaseLasts) })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('held_by', '=', held_by)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Holds the work for this transaction; false when it was cancelled or taken over, and nothing of it may be written any more. */
export async function holdWork(tx: Tx, { team_id, id, held_by }: WorkRow): Promise<boolean> {
  const row = await tx.query
    .selectFrom('browser_work')
    .select('id')
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('held_by', '=', held_by)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Takes work out of the queue: it is done, or was cancelled. */
export async function dropWork(tx: Tx, teamId: string, id: string): Promise<void> {
  await tx.query.deleteFrom('browser_work').where('team_id', '=', teamId).where('id', '=', id).execute()
}

/** Lets go of work that is not done, so that another worker can have it at once. A try that was `counted` brings it closer to being given up. */
export async function giveBack(
  on: Reader,
  { team_id, id, held_by }: WorkRow,
  { counted = false }: { counted?: boolean } = {},
): Promise<void> {
  await on.query
    .updateTable('browser_work')
    .set((set) => ({ held_by: null, lease_until: null, attempts: set('attempts', '-', counted ? 0 : 1) }))
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('held_by', '=', held_by)
    .execute()
}

/** How many pieces of work of a team wait before this one. */
export async function placeInQueue(on: Reader, teamId: string, id: string, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM browser_work o, browser_work w
    WHERE w.team_id = ${teamId} AND w.id = ${id} AND o.team_id = w.team_id AND o.id <> w.id
      AND (o.lease_until IS NULL OR o.lease_until <= ${now}) AND (o.created_at, o.id) < (w.created_at, w.id)`.execute(
    on.query,
  )
  return rows[0]?.n ?? 0
}
