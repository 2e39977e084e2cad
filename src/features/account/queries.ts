import type { PersonRow } from '#access/person-row.ts'
import type { Reader, Tx } from '#platform/db/db.ts'

/** A stored person. */
export interface UserRow extends PersonRow {
  email_canonical: string
  /** Since then the account is being erased, and its address opens no door. */
  leaving_at: Date | null
}

interface PasswordsTable {
  user_id: string
  hash: string
  changed_at: Date
  strength: 'weak' | 'fair' | 'good' | null
  due_since: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    users: UserRow
    passwords: PasswordsTable
  }
}

/** Adds a person; false when the address is taken, or the operator's place is (decided by unique indexes, whatever ran at the same time). */
export async function insertUser(
  tx: Tx,
  user: Omit<UserRow, 'version' | 'avatar_id' | 'notification_email' | 'phone' | 'leaving_at'>,
): Promise<boolean> {
  const result = await tx.query
    .insertInto('users')
    .values({ ...user, version: 1, avatar_id: null, notification_email: null, phone: null, leaving_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Whether anybody has an account. */
export async function anyUser(on: Reader): Promise<boolean> {
  return (await on.query.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The person with this canonical address, with the hash of their password; nobody while they are being erased. */
export async function userByEmail(
  on: Reader,
  canonical: string,
): Promise<(UserRow & { hash: string | null }) | undefined> {
  return on.query
    .selectFrom('users')
    .leftJoin('passwords', 'passwords.user_id', 'users.id')
    .selectAll('users')
    .select('passwords.hash')
    .where('email_canonical', '=', canonical)
    .where('leaving_at', 'is', null)
    .executeTakeFirst()
}

/** The person with this id. */
export async function userById(on: Reader, id: string): Promise<UserRow | undefined> {
  return on.query.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
}

/**
 * The person with this id, locked until the transaction ends. Whoever changes a person's credentials or addresses takes this lock before
 * anything else, so that two such changes come one after the other instead of waiting for each other's tokens and sessions. Rows that only
 * name the person can be written meanwhile.
 */
export async function lockPerson(tx: Tx, id: string): Promise<UserRow | undefined> {
  return tx.query.selectFrom('users').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** The stored hash of a person's password; null when none is set. */
export async function passwordHashOf(on: Reader, userId: string): Promise<string | null> {
  const row = await on.query.selectFrom('passwords').select('hash').where('user_id', '=', userId).executeTakeFirst()
  return row?.hash ?? null
}

// Nothing that was known of the old password is true of a new one.
const fresh = (hash: string, now: Date) => ({ hash, changed_at: now, strength: null, due_since: null })

/** Sets a password, whatever was there before. */
export async function setPassword(tx: Tx, userId: string, hash: string, now: Date): Promise<void> {
  await tx.query
    .insertInto('passwords')
    .values({ user_id: userId, ...fresh(hash, now) })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(fresh(hash, now)))
    .execute()
}

/** Replaces the password that was `seen`; false when another change came first. */
export async function replacePassword(
  tx: Tx,
  userId: string,
  { seen, hash }: { seen: string | null; hash: string },
  now: Date,
): Promise<boolean> {
  const result = await tx.query
    .updateTable('passwords')
    .set(fresh(hash, now))
    .where('user_id', '=', userId)
    .where('hash', '=', seen ?? '')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Stores the same password under today's hash parameters, unless it was changed meanwhile. */
export async function rehashPassword(
  on: Reader,
  userId: string,
  { seen, hash }: { seen: string; hash: string },
): Promise<void> {
  await on.query.updateTable('passwords').set({ hash }).where('user_id', '=', userId).where('hash', '=', seen).execute()
}

/** Notes that a mailbox was proven, if it is still the person's address. */
export async function markEmailVerified(tx: Tx, userId: string, canonical: string, now: Date): Promise<boolean> {
  const result = await tx.query
    .updateTable('users')
    .set({ email_verified_at: now })
    .where('id', '=', userId)
    .where('email_canonical', '=', canonical)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
