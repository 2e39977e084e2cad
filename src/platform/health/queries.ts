import { sql } from 'kysely'
import type { Reader } from '../db/db.ts'

/** What the database says about itself and about the app's role. */
export interface DatabaseFacts {
  version: string
  role: string
  superuser: boolean
  mayChangeAudit: boolean
}

/** Reads {@link DatabaseFacts}. */
export async function databaseFacts(on: Reader): Promise<DatabaseFacts> {
  return only<DatabaseFacts>(
    on,
    sql`SELECT current_setting('server_version') AS version, current_user::text AS role,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
      has_table_privilege('audit_log', 'UPDATE, DELETE, TRUNCATE') AS "mayChangeAudit"`,
  )
}

/** The database's clock. */
export async function databaseNow(on: Reader): Promise<Date> {
  return (await only<{ now: Date }>(on, sql`SELECT clock_timestamp() AS now`)).now
}

/** How the queue is doing; ages in seconds, of the database's clock. */
export interface QueueFacts {
  dead: number
  /** How long the oldest job that is due has waited; null when none waits. */
  oldestDue: number | null
  /** How long the longest-running job has been held by a worker; null when none runs. */
  longestHeld: number | null
}

/** Reads {@link QueueFacts} from the queue's public view. A job whose queue is busy waits as well. */
export async function queueFacts(on: Reader): Promise<QueueFacts> {
  return only<QueueFacts>(
    on,
    sql`SELECT
      count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL) AS dead,
      extract(epoch FROM now() - min(run_at) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL AND run_at <= now()))::float8
        AS "oldestDue",
      extract(epoch FROM now() - min(locked_at))::float8 AS "longestHeld"
      FROM graphile_worker.jobs`,
  )
}

/** How many letters wait, are held or were given up, and one sealed letter to try the key on. */
export interface OutboxFacts {
  waiting: number
  held: number
  failed: number
  sample: { id: string; content: string } | null
}

/** Reads {@link OutboxFacts}. */
export async function outboxFacts(on: Reader): Promise<OutboxFacts> {
  return only<OutboxFacts>(
    on,
    sql`SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'held') AS held, count(*) FILTER (WHERE state = 'failed') AS failed,
      (SELECT json_build_object('id', id, 'content', content) FROM mail_outbox WHERE content IS NOT NULL
        ORDER BY created_at DESC, id DESC LIMIT 1) AS sample
      FROM mail_outbox`,
  )
}

/** A job that failed in every try. */
export interface DeadJob {
  id: string
  name: string
  attempts: number
  lastError: string
  failedAt: Date
}

/** The jobs that were given up, newest first. */
export async function deadJobs(on: Reader, limit: number): Promise<DeadJob[]> {
  const { rows } = await sql<DeadJob>`
    SELECT id::text, task_identifier AS name, attempts, coalesce(last_error, '') AS "lastError", updated_at AS "failedAt"
    FROM graphile_worker.jobs WHERE attempts >= max_attempts AND locked_at IS NULL
    ORDER BY updated_at DESC, id DESC LIMIT ${limit}`.execute(on.query)
  return rows
}

async function only<R>(on: Reader, text: ReturnType<typeof sql>): Promise<R> {
  const [row] = (await text.execute(on.query)).rows
  return row as R
}
