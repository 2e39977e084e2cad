import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '../db/db.ts'
import type { Log } from '../log.ts'
import type { Platform } from '../platform.ts'

/** What a job is given when it runs. A job may run twice: what it does must bear that. */
export interface Running<P> {
  payload: P
  platform: Platform
  now: Date
  log: Log
  /** Which try this is, from 1, and how many there will be. */
  attempt: number
  attempts: number
}

/** Work that is done later: enqueued in the transaction of its cause, tried again with growing pauses, kept as a dead letter when all tries failed. */
export interface Job<S extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly payload: S
  readonly attempts: number
  run(running: Running<z.output<S>>): Promise<void>
}

/** Declares a job. `name` is stored in the queue and must never change its meaning. */
export const job = <S extends z.ZodType>(declaration: Job<S>): Job<S> => declaration

/** Work that recurs on every node group, once per tick. Ticks are UTC and follow the machine's clock; `now` comes from the app's. */
export interface Recurring {
  readonly name: string
  /** Five-field cron in UTC. */
  readonly cron: string
  run(platform: Platform, now: Date): Promise<void>
}

/** Declares recurring work. */
export const recurring = (declaration: Recurring): Recurring => declaration

/** Puts a job into the queue with the transaction: it exists if and only if the transaction commits. Jobs of one `queue` run one after another. */
export async function enqueue<S extends z.ZodType>(
  tx: Tx,
  work: Job<S>,
  payload: z.input<S>,
  queue?: string,
): Promise<void> {
  await sql`SELECT graphile_worker.add_job(${work.name}, ${JSON.stringify(payload)}::json,
    queue_name => ${queue ?? null}, max_attempts => ${work.attempts})`.execute(tx.query)
}
