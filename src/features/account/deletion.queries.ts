import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** A deletion that was asked for: it waits for its day, is under way, or is done. */
export interface DeletionRow {
  user_id: string
  requested_at: Date
  due_at: Date
  week_warned_at: Date | null
  day_warned_at: Date | null
  blocked_at: Date | null
  begun_at: Date | null
  teams: string[]
  steps: string[]
  erased_at: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    account_deletions: DeletionRow
  }
}

/** The deletion a person asked for. */
export async function deletionOf(on: Reader, userId: string): Promise<DeletionRow | undefined> {
  return on.query.selectFrom('account_deletions').selectAll().where('user_id', '=', userId).executeTakeFirst()
}

/** The deletion of a person, locked until the transaction ends. */
export async function lockDeletion(tx: Tx, userId: string): Promise<DeletionRow | undefined> {
  return tx.query
    .selectFrom('account_deletions')
    .selectAll()
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
}

/** Notes that a person wants to be gone by then, in place of a later day they chose before. */
export async function scheduleDeletion(
  tx: Tx,
  { userId, dueAt, warned }: { userId: string; dueAt: Date; warned: Date | null },
  now: Date,
): Promise<void> {
  const row = { requested_at: now, due_at: dueAt, week_warned_at: warned, day_warned_at: warned, blocked_at: null }
  await tx.query
    .insertInto('account_deletions')
    .values({ user_id: userId, ...row, begun_at: null, teams: [], steps: [], erased_at: null })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

/** Gives a deletion up that has not begun; undefined when there is none. */
export async function dropDeletion(tx: Tx, userId: string): Promise<DeletionRow | undefined> {
  return tx.query
    .deleteFrom('account_deletions')
    .where('user_id', '=', userId)
    .where('begun_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** From here on nothing can be cancelled: the address opens no door, the password is gone. */
export async function markBegun(tx: Tx, userId: string, teams: string[], now: Date): Promise<void> {
  await tx.query.updateTable('account_deletions').set({ begun_at: now, teams }).where('user_id', '=', userId).execute()
  await tx.query.updateTable('users').set({ leaving_at: now }).where('id', '=', userId).execute()
  await tx.query.deleteFrom('passwords').where('user_id', '=', userId).execute()
}

/** Notes that a step is done. */
export async function markStep(tx: Tx, userId: string, step: string): Promise<void> {
  await sql`UPDATE account_deletions SET steps = steps || ${step}::text WHERE user_id = ${userId}`.execute(tx.query)
}

/** Notes that nothing is left. */
export async function markErased(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.query.updateTable('account_deletions').set({ erased_at: now }).where('user_id', '=', userId).execute()
}

/** Notes that the day had come and something stood in the way; true for the first time. */
export async function markBlocked(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const row = await tx.query
    .updateTable('account_deletions')
    .set({ blocked_at: now })
    .where('user_id', '=', userId)
    .where('blocked_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** People whose day has come. */
export async function dueDeletions(on: Reader, now: Date): Promise<string[]> {
  const rows = await on.query
    .selectFrom('account_deletions')
    .select('user_id')
    .where('due_at', '<=', now)
    .where('begun_at', 'is', null)
    .orderBy('due_at')
    .limit(100)
    .execute()
  return rows.map((row) => row.user_id)
}

/** People whose erasure began before `before` and is not done: its job was lost, or failed. */
export async function stuckErasures(on: Reader, before: Date): Promise<string[]> {
  const rows = await on.query
    .selectFrom('account_deletions')
    .select('user_id')
    .where('begun_at', '<=', before)
    .where('erased_at', 'is', null)
    .orderBy('begun_at')
    .limit(100)
    .execute()
  return rows.map((row) => row.user_id)
}

const warnings = { week: 'week_warned_at', day: 'day_warned_at' } as const

/** Marks deletions that are due by `until` as warned and answers them, each of them once, whatever other workers do. */
export async function claimWarnings(
  tx: Tx,
  stage: keyof typeof warnings,
  { now, until }: { now: Date; until: Date },
): Promise<DeletionRow[]> {
  return (
    tx.query
      .updateTable('account_deletions')
      // Who is warned of the last day needs no word about the last week any more.
      .set(stage === 'day' ? { week_warned_at: now, day_warned_at: now } : { week_warned_at: now })
      .where('due_at', '>', now)
      .where('due_at', '<=', until)
      .where('begun_at', 'is', null)
      .where(warnings[stage], 'is', null)
      .returningAll()
      .execute()
  )
}

/** Removes a person; everything that hangs on their row goes along. */
export async function deleteUser(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('users').where('id', '=', userId).execute()
}

/** Whether anybody besides this person has an account. */
export async function anybodyElse(on: Reader, userId: string): Promise<boolean> {
  const row = await on.query.selectFrom('users').select('id').where('id', '!=', userId).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Makes one person the operator in place of whoever was. */
export async function moveOperator(tx: Tx, userId: string): Promise<string | null> {
  const before = await tx.query
    .updateTable('users')
    .set({ is_operator: false })
    .where('is_operator', '=', true)
    .where('id', '!=', userId)
    .returning('id')
    .executeTakeFirst()
  await tx.query.updateTable('users').set({ is_operator: true }).where('id', '=', userId).execute()
  return before?.id ?? null
}
