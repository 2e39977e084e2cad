import { sql } from 'kysely'
import type { Db } from '../db/db.ts'

interface WorkerLifeTable {
  worker_id: string
  seen_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    worker_life: WorkerLifeTable
  }
}

/** Notes that these workers are alive, by the database's clock, which all nodes share. */
export async function noteAlive(db: Db, workerIds: string[]): Promise<void> {
  await sql`INSERT INTO worker_life (worker_id, seen_at) SELECT id, clock_timestamp() FROM unnest(${workerIds}::text[]) AS id
    ON CONFLICT (worker_id) DO UPDATE SET seen_at = EXCLUDED.seen_at`.execute(db.query)
}

/** Hands out again what is held by workers that gave no sign of life for this many seconds; answers how many such workers there were. */
export async function releaseSilent(db: Db, silentFor: number): Promise<number> {
  const { rows } = await sql<{ silent: number }>`
    WITH bound AS (SELECT clock_timestamp() - make_interval(secs => ${silentFor}) AS at),
    forgotten AS (DELETE FROM worker_life USING bound WHERE seen_at < bound.at),
    silent AS (
      SELECT DISTINCT j.locked_by AS id FROM graphile_worker.jobs j, bound
      WHERE j.locked_at < bound.at
        AND NOT EXISTS (SELECT 1 FROM worker_life w WHERE w.worker_id = j.locked_by AND w.seen_at >= bound.at)
    ), freed AS (
      SELECT graphile_worker.force_unlock_workers(ids) FROM (SELECT array_agg(id) AS ids FROM silent) s WHERE ids IS NOT NULL
    )
    SELECT (SELECT count(*) FROM silent) AS silent, (SELECT count(*) FROM freed)`.execute(db.query)
  return rows[0]?.silent ?? 0
}

/** Forgets workers that stopped in order and hold nothing. */
export async function noteStopped(db: Db, workerIds: string[]): Promise<void> {
  await db.query.deleteFrom('worker_life').where('worker_id', 'in', workerIds).execute()
}
