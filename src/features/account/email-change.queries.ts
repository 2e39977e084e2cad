import type { Db, Reader, Tx } from '#platform/db/db.ts'

/** A change of address under way; a person has one at most. */
export interface EmailChangeRow {
  user_id: string
  id: string
  new_email: string
  new_canonical: string
  requested_at: Date
  sent_at: Date
  expires_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    email_changes: EmailChangeRow
  }
}

/** The change a person has under way, unless its time is over. */
export async function pendingEmailChange(on: Reader, userId: string, now: Date): Promise<EmailChangeRow | undefined> {
  return on.query
    .selectFrom('email_changes')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Begins a change, in place of one under way. */
export async function beginEmailChange(tx: Tx, change: EmailChangeRow): Promise<void> {
  const { user_id, ...rest } = change
  await tx.query
    .insertInto('email_changes')
    .values(change)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(rest))
    .execute()
}

/** Notes that the link is sent anew, unless it was sent after `sentBefore`; undefined then, and when no change is under way. */
export async function renewEmailChange(
  tx: Tx,
  userId: string,
  { now, sentBefore, expiresAt }: { now: Date; sentBefore: Date; expiresAt: Date },
): Promise<EmailChangeRow | undefined> {
  return tx.query
    .updateTable('email_changes')
    .set({ sent_at: now, expires_at: expiresAt })
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .where('sent_at', '<=', sentBefore)
    .returningAll()
    .executeTakeFirst()
}

/** Ends a change under way because it happens now; undefined when this very change to this very address is not under way (V73). */
export async function takeEmailChange(
  tx: Tx,
  { userId, id, canonical }: { userId: string; id: string; canonical: string },
  now: Date,
): Promise<EmailChangeRow | undefined> {
  return tx.query
    .deleteFrom('email_changes')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('new_canonical', '=', canonical)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

/** Gives a change under way up; undefined when there was none. */
export async function dropEmailChange(tx: Tx, userId: string): Promise<EmailChangeRow | undefined> {
  return tx.query.deleteFrom('email_changes').where('user_id', '=', userId).returningAll().executeTakeFirst()
}

/**
 * Gives a person another address whose mailbox they have proven; false when it belongs to somebody else, which the unique index decides
 * whoever confirms at the same moment. After false the transaction can only be rolled back.
 */
export async function switchEmail(
  tx: Tx,
  userId: string,
  address: { email: string; canonical: string },
  now: Date,
): Promise<boolean> {
  try {
    await tx.query
      .updateTable('users')
      .set({ email: address.email, email_canonical: address.canonical, email_verified_at: now })
      .where('id', '=', userId)
      .execute()
    return true
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'users_email_canonical_key') return false
    throw error
  }
}

/** Removes changes that nobody confirmed in time: an address that was never proven is not kept. */
export async function sweepEmailChanges(db: Db, now: Date): Promise<void> {
  await db.query.deleteFrom('email_changes').where('expires_at', '<', now).execute()
}
