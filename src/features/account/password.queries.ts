import type { Reader, Tx } from '#platform/db/db.ts'

/** What is known of a person's password without knowing it. */
export interface PasswordFacts {
  changedAt: Date
  strength: PasswordStrength | null
  /** Since then it opens no new session: the account was secured and a new password is due. */
  dueSince: Date | null
}

/** How a password was judged when it was last typed. */
export type PasswordStrength = 'weak' | 'fair' | 'good'

/** What is known of a person's password; undefined when none is set. */
export async function passwordFacts(on: Reader, userId: string): Promise<PasswordFacts | undefined> {
  const row = await on.query
    .selectFrom('passwords')
    .select(['changed_at', 'strength', 'due_since'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row && { changedAt: row.changed_at, strength: row.strength, dueSince: row.due_since }
}

/** Notes how good a password is, unless that is known or the password was replaced meanwhile. */
export async function storeStrength(
  on: Reader,
  userId: string,
  { seen, strength }: { seen: string; strength: PasswordStrength },
): Promise<void> {
  await on.query
    .updateTable('passwords')
    .set({ strength })
    .where('user_id', '=', userId)
    .where('hash', '=', seen)
    .where('strength', 'is distinct from', strength)
    .execute()
}

/** From now on the password opens no new session; setting another one ends that. */
export async function demandNewPassword(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.query.updateTable('passwords').set({ due_since: now }).where('user_id', '=', userId).execute()
}

/** A person's password as it stands, to be judged under their lock: the account may be secured at this very moment. Undefined when none is set. */
export async function passwordOf(
  tx: Tx,
  userId: string,
): Promise<(Pick<PasswordFacts, 'strength' | 'dueSince'> & { hash: string }) | undefined> {
  const row = await tx.query
    .selectFrom('passwords')
    .select(['hash', 'strength', 'due_since'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row && { hash: row.hash, strength: row.strength, dueSince: row.due_since }
}
