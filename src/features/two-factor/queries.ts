import type { Db, Reader, Tx } from '#platform/db/db.ts'

/** An authenticator app, confirmed or not. */
export interface AuthenticatorRow {
  id: string
  user_id: string
  name: string
  secret: string
  last_step: number
  created_at: Date
  expires_at: Date | null
  confirmed_at: Date | null
  last_used_at: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    authenticators: AuthenticatorRow
  }
}

/** A new secret that waits for its first code, in place of any other that waits; the confirmed ones are left alone. */
export async function insertEnrolment(
  tx: Tx,
  enrolment: Pick<AuthenticatorRow, 'id' | 'user_id' | 'name' | 'secret' | 'created_at' | 'expires_at'>,
): Promise<void> {
  await tx.query
    .deleteFrom('authenticators')
    .where('user_id', '=', enrolment.user_id)
    .where('confirmed_at', 'is', null)
    .execute()
  await tx.query
    .insertInto('authenticators')
    .values({ ...enrolment, last_step: 0, confirmed_at: null, last_used_at: null })
    .execute()
}

/** The person's secret that waits for its first code, whatever its age. */
export async function enrolmentOf(on: Reader, userId: string, id: string): Promise<AuthenticatorRow | undefined> {
  return on.query
    .selectFrom('authenticators')
    .selectAll()
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
}

/** Confirms a secret that still waits, and uses its code up; undefined when it was confirmed, replaced or ran out meanwhile. */
export async function confirmAuthenticator(
  tx: Tx,
  { userId, id, step }: { userId: string; id: string; step: number },
  now: Date,
): Promise<AuthenticatorRow | undefined> {
  return tx.query
    .updateTable('authenticators')
    .set({ confirmed_at: now, expires_at: null, last_step: step, last_used_at: now })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

/** The confirmed authenticator apps of a person, the oldest first. */
export async function authenticatorsOf(on: Reader, userId: string): Promise<AuthenticatorRow[]> {
  return on.query
    .selectFrom('authenticators')
    .selectAll()
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Whether two-factor authentication is on: at least one authenticator app was confirmed. */
export async function secondFactorOn(on: Reader, userId: string): Promise<boolean> {
  const row = await on.query
    .selectFrom('authenticators')
    .select('id')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Uses a code up: raises the newest accepted step, if this one is newer. One conditional UPDATE, so that of all uses of a code, at every door
 * and at once, exactly one is told true; and an older code is refused after a newer one was used (V01, V03, V05).
 */
export async function raiseStep(
  on: Reader,
  { userId, id, step }: { userId: string; id: string; step: number },
  now: Date,
): Promise<boolean> {
  const row = await on.query
    .updateTable('authenticators')
    .set({ last_step: step, last_used_at: now })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', step)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Names an authenticator app anew; undefined when the person has none of this id. */
export async function renameAuthenticator(
  tx: Tx,
  userId: string,
  { id, name }: { id: string; name: string },
): Promise<AuthenticatorRow | undefined> {
  return tx.query
    .updateTable('authenticators')
    .set({ name })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('confirmed_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
}

/** Removes one authenticator app of a person. */
export async function deleteAuthenticator(tx: Tx, userId: string, id: string): Promise<void> {
  await tx.query.deleteFrom('authenticators').where('user_id', '=', userId).where('id', '=', id).execute()
}

/** Removes every authenticator app of a person, those that wait included; answers how many were confirmed. */
export async function deleteAuthenticators(tx: Tx, userId: string): Promise<number> {
  const gone = await tx.query
    .deleteFrom('authenticators')
    .where('user_id', '=', userId)
    .returning('confirmed_at')
    .execute()
  return gone.filter((row) => row.confirmed_at !== null).length
}

/** Removes secrets that were never confirmed. */
export async function sweepEnrolments(db: Db, now: Date): Promise<void> {
  await db.query.deleteFrom('authenticators').where('confirmed_at', 'is', null).where('expires_at', '<', now).execute()
}
