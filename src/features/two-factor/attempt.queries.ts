import { type Duration, earlier, later } from '#platform/clock.ts'
import type { Db, Reader, Tx } from '#platform/db/db.ts'

interface SecondFactorAttemptsTable {
  user_id: string
  started_at: Date
  in_window: number
  failures: number
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    second_factor_attempts: SecondFactorAttemptsTable
  }
}

/** Where the count stands with this try. */
export interface CountedTry {
  /** Wrong tries in the present window, this one included for now. */
  inWindow: number
  /** Wrong tries since the last right one, this one included for now. */
  failures: number
  resetsAt: Date
}

/**
 * Counts a try of a second factor as wrong, before it is looked at, in one committed statement (V09, V15, V24). A try beyond the window's
 * limit will not be looked at, so it does not add to the failures.
 */
export async function countTry(
  db: Db,
  userId: string,
  { most, every }: { most: number; every: Duration },
  now: Date,
): Promise<CountedTry> {
  const [row] = await db.named<{ in_window: number; failures: number; started_at: Date }>(
    'second_factor_count',
    `INSERT INTO second_factor_attempts AS a (user_id, started_at, in_window, failures) VALUES ($1, $2, 1, 1)
     ON CONFLICT (user_id) DO UPDATE SET
       in_window = CASE WHEN a.started_at <= $3 THEN 1 ELSE a.in_window + 1 END,
       failures = CASE WHEN a.started_at > $3 AND a.in_window >= $4 THEN a.failures ELSE a.failures + 1 END,
       started_at = CASE WHEN a.started_at <= $3 OR a.started_at > $2::timestamptz + ($2::timestamptz - $3::timestamptz)
         THEN $2 ELSE a.started_at END
     RETURNING in_window, failures, started_at`,
    [userId, now, earlier(now, every), most],
  )
  if (!row) throw new Error('counting a try returned nothing')
  return { inWindow: row.in_window, failures: row.failures, resetsAt: later(row.started_at, every) }
}

/** Takes a try back that turned out right, and ends the row of failures. What else was wrong in this window stays counted (V18). */
export async function takeTryBack(tx: Tx, userId: string): Promise<void> {
  await tx.query
    .updateTable('second_factor_attempts')
    .set((less) => ({ failures: 0, in_window: less.fn<number>('greatest', [less('in_window', '-', 1), less.val(0)]) }))
    .where('user_id', '=', userId)
    .execute()
}

/** Wrong tries since the last right one. */
export async function failuresOf(on: Reader, userId: string): Promise<number> {
  const row = await on.query
    .selectFrom('second_factor_attempts')
    .select('failures')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.failures ?? 0
}

/** Forgets the count of a person whose second factor is no more. */
export async function forgetTries(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('second_factor_attempts').where('user_id', '=', userId).execute()
}
